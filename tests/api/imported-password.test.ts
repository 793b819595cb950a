import { pbkdf2Sync } from 'node:crypto';
import { hash as argon2 } from '@node-rs/argon2';
import { hash as bcrypt } from 'bcrypt';
import { describe, expect, it } from 'vitest';
import { client } from '../harness/client';
import { activatedPerson, livingSessions, signedInAgain, type PersonInBrowser } from '../harness/people';
import { useSharedServer } from '../harness/use-server';

const server = useSharedServer();

const COST = 4;
const OWN_FORM = /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/;

async function storedOf(email: string): Promise<{ hash: string; changedAt: Date }> {
  const { rows } = await server.database.query<{ hash: string; changedAt: Date }>(
    `SELECT password_hash AS hash, changed_at AS "changedAt"
     FROM credentials c JOIN users u ON u.id = c.user_id WHERE u.email = $1`,
    [email],
  );
  const [stored] = rows;
  if (!stored) throw new Error(`${email} has no password`);
  return stored;
}

/** Somebody whose password hash came from elsewhere. */
async function importedPerson(makeHash: (password: string) => Promise<string>): Promise<PersonInBrowser> {
  const person = await activatedPerson(server);
  await server.database.query(
    'UPDATE credentials SET password_hash = $2 WHERE user_id = (SELECT id FROM users WHERE email = $1)',
    [person.email, await makeHash(person.password)],
  );
  return person;
}

const bcryptAs = (prefix: string) => async (password: string) =>
  (await bcrypt(password, COST)).replace(/^\$2b/, () => prefix);

const pbkdf2AsDjango = (password: string) => {
  const hash = pbkdf2Sync(password, 'seasalt', 1000, 32, 'sha256').toString('base64');
  return Promise.resolve(`pbkdf2_sha256$1000$seasalt$${hash}`);
};

function signIn({ email, password }: { email: string; password: string }) {
  return client(server).post('/api/login', { email, password });
}

// asvs:11.2.2 asvs:11.4.2
describe('signing in with a hash from elsewhere', () => {
  it.each([
    ['bcrypt, $2a$', bcryptAs('$2a')],
    ['bcrypt, $2b$', bcryptAs('$2b')],
    ['bcrypt, $2y$', bcryptAs('$2y')],
    ['PBKDF2, as Django writes it', pbkdf2AsDjango],
    ['Argon2id at another cost', (password: string) => argon2(password, { memoryCost: 4096, timeCost: 3 })],
  ])('opens a session and stores the password as it is hashed here: %s', async (_, makeHash) => {
    const person = await importedPerson(makeHash);
    const before = await storedOf(person.email);
    expect((await signIn(person)).status).toBe(200);
    const after = await storedOf(person.email);
    expect(after.hash).toMatch(OWN_FORM);
    expect(after.changedAt).toEqual(before.changedAt);
    expect((await signIn(person)).status).toBe(200);
    expect((await storedOf(person.email)).hash).toBe(after.hash);
    expect((await signIn({ ...person, password: `${person.password}.` })).status).toBe(401);
  });

  it('ends no session', async () => {
    const person = await importedPerson(bcryptAs('$2b'));
    await signIn(person);
    const earlier = await signedInAgain(server, person);
    await server.database.query(
      'UPDATE credentials SET password_hash = $2 WHERE user_id = (SELECT id FROM users WHERE email = $1)',
      [person.email, await bcrypt(person.password, COST)],
    );
    expect((await signIn(person)).status).toBe(200);
    expect((await earlier.get('/api/me')).status).toBe(200);
    expect(await livingSessions(server, person.email)).toBe(3);
  });

  it('lets ten at once in, and upgrades once', async () => {
    const person = await importedPerson(bcryptAs('$2y'));
    const answers = await Promise.all(Array.from({ length: 10 }, () => signIn(person)));
    expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(200));
    expect(await livingSessions(server, person.email)).toBe(10);
    expect((await storedOf(person.email)).hash).toMatch(OWN_FORM);
    expect((await signIn(person)).status).toBe(200);
  });

  it('upgrades nothing for a wrong password, which gets the same answer as ever', async () => {
    const person = await importedPerson(bcryptAs('$2b'));
    const before = await storedOf(person.email);
    const answer = await signIn({ ...person, password: 'not it' });
    expect([answer.status, answer.body['code']]).toEqual([401, 'invalid_credentials']);
    expect(await storedOf(person.email)).toEqual(before);
  });

  it('upgrades nothing for a suspended person', async () => {
    const person = await importedPerson(bcryptAs('$2b'));
    await server.database.query('UPDATE users SET suspended_at = now() WHERE email = $1', [person.email]);
    expect((await signIn(person)).body['code']).toBe('account_suspended');
    expect((await storedOf(person.email)).hash).toMatch(/^\$2b\$/);
  });

  it('verifies 72 bytes, as was done elsewhere, and from then on all that was typed', async () => {
    const person = await importedPerson(() => bcrypt(`${'ab'.repeat(40)} and more`, COST));
    const typed = { email: person.email, password: `${'ab'.repeat(40)} and more` };
    expect((await signIn(typed)).status).toBe(200);
    expect((await signIn({ ...typed, password: `${'ab'.repeat(40)} and less` })).status).toBe(401);
    expect((await signIn(typed)).status).toBe(200);
  });
});

describe('a password that is changed while its hash is from elsewhere', () => {
  const FRESH = 'a wholly new sentence';

  function change(browser: PersonInBrowser['browser'], current_password: string) {
    const body = { current_password, new_password: FRESH, confirm_password: FRESH };
    return browser.post('/api/change-password', body);
  }

  it('is the new one afterwards, whoever signs in with the old one meanwhile', async () => {
    const person = await importedPerson(bcryptAs('$2b'));
    const browser = await signedInAgain(server, person);
    await server.database.query(
      'UPDATE credentials SET password_hash = $2 WHERE user_id = (SELECT id FROM users WHERE email = $1)',
      [person.email, await bcrypt(person.password, COST)],
    );
    const [changed, ...others] = await Promise.all([
      change(browser, person.password),
      ...Array.from({ length: 8 }, () => signIn(person)),
    ]);
    expect(changed.status).toBe(200);
    for (const { status } of others) expect([200, 401]).toContain(status);
    expect(await livingSessions(server, person.email)).toBe(1);
    expect((await signIn(person)).status).toBe(401);
    expect((await signIn({ ...person, password: FRESH })).status).toBe(200);
  });
});

describe('a stored hash that is none', () => {
  it.each(['', 'engines', '$2b$10$', `$2b$10$${'!'.repeat(53)}`, '$argon2id$v=19$m=19456,t=2,p=1$$', '$5$salt$hash'])(
    'is a wrong password, like any other: %j',
    async (stored) => {
      const person = await importedPerson(() => Promise.resolve(stored));
      for (const password of [person.password, stored || 'x']) {
        const answer = await signIn({ ...person, password });
        expect([answer.status, answer.body['code']]).toEqual([401, 'invalid_credentials']);
      }
    },
  );
});
