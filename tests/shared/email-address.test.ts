import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normalizeEmail } from '@/lib/shared/email-address';
import { emailAddress } from '@/lib/shared/schemas/fields';

describe('an e-mail identity', () => {
  it.each([
    ['  Ada@Example.COM ', 'ada@example.com'],
    ['ａｄａ@example.com', 'ada@example.com'],
    ['ada@ｅxample.com', 'ada@example.com'],
    ['ADA+list@example.com', 'ada+list@example.com'],
    ['a.d.a@example.com', 'a.d.a@example.com'],
  ])('of %j is %j', (typed, identity) => {
    expect(emailAddress.parse(typed)).toBe(identity);
  });

  it.each([
    '',
    'ada',
    'ada@',
    '@example.com',
    'ada@example',
    'a b@example.com',
    'ada@exa\0mple.com',
    `${'a'.repeat(250)}@b.de`,
  ])('is not made of %j', (typed) => {
    expect(emailAddress.safeParse(typed).success).toBe(false);
  });

  it('does not change when it is normalised again', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme' }),
        (typed) => normalizeEmail(normalizeEmail(typed)) === normalizeEmail(typed),
      ),
    );
  });
});
