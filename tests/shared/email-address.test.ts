import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normalizeEmail } from '@/lib/shared/email-address';
import { emailAddress } from '@/lib/shared/schemas/fields';

/** A mathematical letter, which is two units and means the same. */
const bold = (letter: string) => String.fromCodePoint(0x1d41a + letter.charCodeAt(0) - 97);

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

  it('is found in the longest spelling of the longest address', () => {
    const address = `${'a'.repeat(64)}@${'b'.repeat(60)}.${'c'.repeat(60)}.${'d'.repeat(59)}.example`;
    const spelled = Array.from(address, (sign) => (/[a-z]/.test(sign) ? bold(sign) : sign)).join('');
    expect(emailAddress.parse(`${' '.repeat(2_000)}${spelled} `)).toBe(address);
  });

  // asvs:2.2.1
  it('is not looked for in 60 KiB of combining marks, which would take half a second to put in order', () => {
    const typed = `a${'\u0301'.repeat(15_000)}${'\u0323'.repeat(15_000)}@example.com`;
    const before = process.cpuUsage();
    expect(emailAddress.safeParse(typed).success).toBe(false);
    expect(process.cpuUsage(before).user / 1_000).toBeLessThan(100);
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
