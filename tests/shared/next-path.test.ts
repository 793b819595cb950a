import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { safeNextPath } from '@/lib/shared/next-path';

/** Mostly what paths are confused with. */
const slashesAndDots = fc
  .array(fc.constantFrom('/', '\\', '.', '..', '%2e', '%2F', '\t', '@', ':', '?', '#', 'evil.example', 'x'), {
    maxLength: 8,
  })
  .map((parts) => `/${parts.join('')}`);

// asvs:3.7.2
describe('the path after signing in', () => {
  it.each(['/', '/dashboard', '/settings/profile?tab=names#top', '/a//b'])('may be %j', (path) => {
    expect(safeNextPath(path)).toBe(path);
  });

  it.each([
    'https://evil.example',
    '//evil.example',
    '/\\evil.example',
    '\\/evil.example',
    '/\t/evil.example',
    '/\n/evil.example',
    'javascript:alert(1)',
    '/.//evil.example',
    '/x/..//evil.example',
    '/%2e//evil.example',
    '/%2E%2e//evil.example',
    'dashboard',
    '',
    ' /dashboard',
    undefined,
    null,
    7,
    ['/dashboard'],
  ])('may not be %j', (path) => {
    expect(safeNextPath(path)).toBeUndefined();
  });

  it('never leads to another origin, whatever was asked for', () => {
    fc.assert(
      fc.property(slashesAndDots, (wanted) => {
        const path = safeNextPath(wanted);
        return path === undefined || new URL(path, 'https://gate.example').origin === 'https://gate.example';
      }),
    );
  });
});
