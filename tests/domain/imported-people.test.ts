import { describe, expect, it } from 'vitest';
import { readImportedPerson } from '@/lib/domain/imported-people';

const ADA = { email: 'ada@example.com', first_name: 'Ada', last_name: 'Byron', is_activated: true };
const read = (line: object | string) => readImportedPerson(typeof line === 'string' ? line : JSON.stringify(line));

describe('a line about somebody of another system', () => {
  it('is read with the address as it is here', () => {
    expect(read({ ...ADA, email: ' Ada@EXAMPLE.com' })).toEqual({ person: ADA });
  });

  it.each([
    { password_hash: null },
    { password_hash: `$2b$10$${'a'.repeat(53)}` },
    { password_hash: `pbkdf2_sha256$1000000$salt$${'A'.repeat(43)}=` },
    { created_at: '2019-05-04T12:00:00.123456+02:00' },
  ])('may say %j', (more) => {
    expect(read({ ...ADA, ...more })).toEqual({ person: { ...ADA, ...more } });
  });

  it.each([
    ['email,first_name', 'This is no JSON.'],
    ['[]', /expected object/],
    [{ ...ADA, email: 'nobody' }, 'email: Enter an e-mail address, such as name@example.com.'],
    [{ ...ADA, last_name: '' }, 'last_name: Enter a name.'],
    [{ ...ADA, password_hash: 'md5$salt$hash' }, /^password_hash: No hash that can be verified here/],
    [{ ...ADA, password_hash: `pbkdf2_sha256$1000000000$salt$${'A'.repeat(43)}=` }, /^password_hash: /],
    [{ ...ADA, email: 'ﬁona@example.com' }, /^email: Only an address in plain letters/],
    [{ ...ADA, is_activated: false }, /^is_activated: Say true of who has proven the address/],
    [{ ...ADA, is_activated: undefined }, /^is_activated: Say true of who has proven the address/],
    [{ ...ADA, created_at: 'long ago' }, 'created_at: Give a time such as 2020-01-31T12:00:00Z.'],
    [{ ...ADA, passwordhash: 'x' }, /passwordhash/],
  ])('is refused with the reason: %j', (line, reason) => {
    expect(read(line)).toEqual({
      refusal: typeof reason === 'string' ? reason : (expect.stringMatching(reason) as string),
    });
  });
});
