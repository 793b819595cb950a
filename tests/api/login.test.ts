import { describe, expect, it } from 'vitest';
import { client, nextAddress } from '../harness/client';
import { activatedPerson, newPerson, registeredPerson, registrationOf, signedInAgain } from '../harness/people';
import { useSharedServer } from '../harness/use-server';

const server = useSharedServer();

describe('200', () => {
  // asvs:3.3.4 asvs:3.3.5
  it('opens a session with both cookies, each under 2 KiB, and no token in the body', async () => {
    const { email, password } = await activatedPerson(server);
    const browser = client(server);
    const answer = await browser.post('/api/login', { email, password });
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({ user: { email, is_activated: true }, next: '/dashboard' });
    const [access, refresh] = [browser.cookies.get('access_token'), browser.cookies.get('refresh_token')];
    for (const token of [access, refresh]) {
      expect(token?.length).toBeLessThan(2048);
      expect(answer.text).not.toContain(token);
    }
    const lines = answer.setCookies.filter((line) => /^(access|refresh)_token=/.test(line));
    // What is left of 900 seconds and of seven days, counted down to the second.
    expect(lines.map((line) => line.replace(/=[\w.-]+/, '=…'))).toEqual([
      expect.stringMatching(/^access_token=…; Path=\/; HttpOnly; SameSite=Lax; Max-Age=(?:900|89\d)$/),
      expect.stringMatching(/^refresh_token=…; Path=\/; HttpOnly; SameSite=Lax; Max-Age=(?:604800|60479\d)$/),
    ]);
    expect(answer.headers.get('cache-control')).toBe('private, no-store');
  });

  it('without "remember" sets cookies that end with the browser', async () => {
    const { email, password } = await activatedPerson(server);
    const answer = await client(server).post('/api/login', { email, password, remember: false });
    const lines = answer.setCookies.filter((line) => /^(access|refresh)_token=/.test(line));
    expect(lines).toHaveLength(2);
    for (const line of lines) expect(line).not.toMatch(/max-age|expires/i);
  });

  it('lets a person in who is not activated yet, and says where to go', async () => {
    const { email, password } = await registeredPerson(server);
    const answer = await client(server).post('/api/login', { email, password });
    expect(answer.body).toMatchObject({ next: '/activation-page', user: { is_activated: false } });
  });

  it('sees, while not activated, the names of their own registration and nobody else’s', async () => {
    const owner = await registeredPerson(server, { first_name: 'Secret', last_name: 'Surname' });
    const stranger = newPerson({ email: owner.email, first_name: 'Mallory', last_name: 'Morgan' });
    await client(server).post('/api/register', registrationOf(stranger));
    const answer = await client(server).post('/api/login', { email: stranger.email, password: stranger.password });
    expect(answer.body['user']).toMatchObject({ first_name: 'Mallory', last_name: 'Morgan' });
    expect(answer.text).not.toMatch(/Secret|Surname/);
  });

  it('is not kept out by garbage or dead cookies', async () => {
    const person = await activatedPerson(server);
    const { email, password } = person;
    const old = await signedInAgain(server, person);
    const dead = old.copy();
    await old.post('/api/logout');
    for (const cookies of [
      [...dead.cookies],
      [
        ['access_token', 'x'],
        ['refresh_token', '{}'],
      ],
    ] as [string, string][][]) {
      const browser = client(server, { cookies });
      expect((await browser.post('/api/login', { email, password })).status).toBe(200);
      expect((await browser.get('/api/me')).status).toBe(200);
    }
  });

  // asvs:7.2.4
  it('ends the session that the browser had before', async () => {
    const person = await activatedPerson(server);
    const browser = await signedInAgain(server, person);
    const before = browser.copy();
    await browser.post('/api/login', { email: person.email, password: person.password });
    expect((await before.get('/api/me')).status).toBe(401);
    expect((await browser.get('/api/me')).status).toBe(200);
  });
});

describe('401, 403', () => {
  // asvs:6.3.8
  it('gives the same answer for a wrong password and an unknown address', async () => {
    const { email } = await activatedPerson(server);
    const wrong = await client(server).post('/api/login', { email, password: 'not it' });
    const unknown = await client(server).post('/api/login', { email: newPerson().email, password: 'not it' });
    const withoutId = ({ body }: typeof wrong) => ({ ...body, request_id: '' });
    expect(wrong.status).toBe(401);
    expect(withoutId(wrong)).toEqual(withoutId(unknown));
    expect(wrong.body['code']).toBe('invalid_credentials');
    expect(wrong.setCookies).toEqual([]);
  });

  // asvs:6.3.8
  it('says that an account is suspended only after the right password', async () => {
    const { email, password } = await activatedPerson(server);
    await server.database.query('UPDATE users SET suspended_at = now() WHERE email = $1', [email]);
    const wrong = await client(server).post('/api/login', { email, password: 'not it' });
    expect(wrong.body['code']).toBe('invalid_credentials');
    const right = await client(server).post('/api/login', { email, password });
    expect([right.status, right.body['code']]).toEqual([403, 'account_suspended']);
    expect(right.setCookies).toEqual([]);
  });

  it('puts successes and failures on the record, without the password', async () => {
    const { email, password } = await activatedPerson(server);
    await client(server).post('/api/login', { email, password: 'not it either' });
    await client(server).post('/api/login', { email, password });
    const { rows } = await server.database.query(
      `SELECT event, outcome, data FROM audit_events a JOIN users u ON u.id = a.subject_id
       WHERE u.email = $1 AND event IN ('session.refused', 'session.opened') ORDER BY a.id`,
      [email],
    );
    expect(rows).toEqual([
      { event: 'session.refused', outcome: 'failure', data: { refusal: 'invalid_credentials', method: 'password' } },
      { event: 'session.opened', outcome: 'success', data: { method: 'password' } },
    ]);
  });
});

describe('429', () => {
  // asvs:2.4.1
  it('counts for the address, right as it is: each session that it opens would bring a window of its own', async () => {
    const { email, password } = await activatedPerson(server);
    const browser = client(server);
    const answers = [];
    for (let n = 1; n <= 21; n += 1) answers.push(await browser.post('/api/login', { email, password }));
    expect(answers.map(({ status }) => status)).toEqual([...Array<number>(20).fill(200), 429]);
    expect(answers.at(-1)?.body['code']).toBe('rate_limited');
  });

  // asvs:2.3.2 asvs:6.3.1
  it('judges five wrong passwords from one address, then closes it to the right one, there alone', async () => {
    const { email, password } = await activatedPerson(server);
    const ip = nextAddress();
    const tries = await Promise.all(
      Array.from({ length: 15 }, () => client(server, { ip }).post('/api/login', { email, password: 'wrong' })),
    );
    expect(tries.filter(({ status }) => status === 401)).toHaveLength(5);
    const right = await client(server, { ip }).post('/api/login', { email, password });
    expect([right.status, right.body['code']]).toEqual([429, 'too_many_attempts']);
    expect(Number(right.headers.get('retry-after'))).toBeGreaterThan(890);
    expect((await client(server).post('/api/login', { email, password })).status).toBe(200);
  });

  // asvs:6.3.8
  it('treats an address without an account the same', async () => {
    const { email } = newPerson();
    const ip = nextAddress();
    const post = () => client(server, { ip }).post('/api/login', { email, password: 'wrong' });
    const statuses = [];
    for (let n = 1; n <= 6; n += 1) statuses.push((await post()).status);
    expect(statuses).toEqual([401, 401, 401, 401, 401, 429]);
  });

  it('forgets wrong passwords after the right one', async () => {
    const { email, password } = await activatedPerson(server);
    const ip = nextAddress();
    const post = (typed: string) => client(server, { ip }).post('/api/login', { email, password: typed });
    for (let round = 1; round <= 2; round += 1) {
      for (let n = 1; n <= 4; n += 1) expect((await post('wrong')).status).toBe(401);
      expect((await post(password)).status).toBe(200);
    }
  });
});
