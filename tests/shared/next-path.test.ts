import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { safeNextPath } from '@/lib/shared/next-path';
import { FOREIGN_PATHS } from '../harness/foreign-paths';

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
    ['/%2f/evil.example', '/%2f/evil.example'],
    ['/%5cevil.example', '/%5cevil.example'],
    ['/\uff0f/evil.example', '/%EF%BC%8F/evil.example'],
    ['/\u2044evil.example', '/%E2%81%84evil.example'],
    ['/x?next=//evil.example#//evil.example', '/x?next=//evil.example#//evil.example'],
    ['/@evil.example', '/@evil.example'],
    ['/javascript:alert(1)', '/javascript:alert(1)'],
    [`/${'x'.repeat(2047)}`, `/${'x'.repeat(2047)}`],
  ])('%j stays on this site', (wanted, path) => {
    expect(safeNextPath(wanted)).toBe(path);
  });

  // asvs:3.7.2 asvs:1.2.2
  it.each([...FOREIGN_PATHS, undefined, null, 7, ['/dashboard'], { href: '/' }])('may not be %j', (path) => {
    expect(safeNextPath(path)).toBeUndefined();
  });

  // asvs:3.7.2
  it('never leads to another origin, whatever was asked for', () => {
    fc.assert(
      fc.property(slashesAndDots, (wanted) => {
        const path = safeNextPath(wanted);
        return path === undefined || new URL(path, 'https://gate.example').origin === 'https://gate.example';
      }),
    );
  });
});
