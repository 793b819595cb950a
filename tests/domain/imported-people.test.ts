import { describe, expect, it } from 'vitest';
import { importPeople, readImportedPerson, type ImportedPerson } from '@/lib/domain/imported-people';
import { useDatabase } from '../harness/use-database';
import { addPerson, contextOf } from './access/world';

const { database, db } = useDatabase();

const ADA = { email: 'ada@example.com', first_name: 'Ada', last_name: 'Byron', is_activated: true as const };
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

describe('people of another system', () => {
  it('come once, with one entry of the record each, however many imports of them run at the same moment', async () => {
    const people = Array.from({ length: 30 }, (_, n): ImportedPerson => ({ ...ADA, email: `twin-${n}@example.com` }));
    const ctx = await contextOf(db, await addPerson(db));
    // Each file has them in an order of its own: one waits for what the other has begun.
    const turned = (by: number) => [...people.slice(by), ...people.slice(0, by)];
    const came = await Promise.all(Array.from({ length: 10 }, (_, n) => importPeople(ctx, turned(3 * n))));
    expect(came.reduce((sum, one) => sum + one, 0)).toBe(30);
    const { rows } = await database.query(
      `SELECT count(DISTINCT u.id)::int AS people, count(DISTINCT r.user_id)::int AS members, count(e.id)::int AS entries
       FROM users u JOIN user_roles r ON r.user_id = u.id JOIN audit_events e ON e.subject_id = u.id
       WHERE u.email LIKE 'twin-%' AND e.event = 'person.imported'`,
    );
    expect(rows).toEqual([{ people: 30, members: 30, entries: 30 }]);
  });
});
