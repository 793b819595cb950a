import { describe, expect, it } from 'vitest';
import { client } from '../harness/client';
import { useInstances } from '../harness/instances';
import { livingSessions, newPerson, registeredPerson, registrationOf, signedInPerson } from '../harness/people';
import { hasRedis, REDIS_WANTED } from '../harness/redis';
import { askForReset, reset } from '../harness/reset';
import type { TestServer } from '../harness/server';

const { one, other, database, redis } = useInstances();

describe.skipIf(!hasRedis)(`two instances over one Redis${hasRedis ? '' : ` (${REDIS_WANTED})`}`, () => {
  // asvs:2.3.4 asvs:15.4.2 asvs:6.6.3
  it('judge five of fifty wrong codes between them, and then refuse the right one', async () => {
    const { browser, code } = await registeredPerson(one);
    const guess = (n: number) => {
      const server = n % 2 === 0 ? one : other;
      const activation_code = String((Number(code) + n) % 1_000_000).padStart(6, '0');
      return client(server, { cookies: browser.cookies }).post('/api/active-account', { activation_code });
    };
    const guesses = await Promise.all(Array.from({ length: 50 }, (_, n) => guess(n + 1)));
    expect(guesses.filter(({ status }) => status === 400)).toHaveLength(5);
    expect(guesses.filter(({ status }) => status === 429)).toHaveLength(45);
    const right = await client(other, { cookies: browser.cookies }).post('/api/active-account', {
      activation_code: code,
    });
    expect(right.status).toBe(429);
  });

  it('make one account of parallel registrations, and one session of parallel activations', async () => {
    const person = newPerson();
    const register = (server: TestServer) => client(server).post('/api/register', registrationOf(person));
    const answers = await Promise.all([one, other, one, other].map(register));
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 201]);
    const { rows } = await database.query('SELECT count(*)::int AS n FROM users WHERE email = $1', [person.email]);
    expect(rows).toEqual([{ n: 1 }]);
    const { browser, code, email } = await registeredPerson(one);
    const activate = (server: TestServer) =>
      client(server, { cookies: browser.cookies }).post('/api/active-account', { activation_code: code });
    expect((await Promise.all([one, other].map(activate))).map(({ status }) => status)).toEqual([200, 200]);
    expect(await livingSessions(one, email)).toBe(1);
  });

  // asvs:7.4.1
  it('both know of a sign-out with the next request', async () => {
    const { browser } = await signedInPerson(one);
    const elsewhere = client(other, { cookies: browser.cookies });
    expect((await elsewhere.get('/api/me')).status).toBe(200);
    await browser.post('/api/logout');
    expect((await elsewhere.get('/api/me')).status).toBe(401);
  });

  // asvs:7.4.3
  it('both know of a new password with the next request: every session is over', async () => {
    const { browser, email } = await signedInPerson(one);
    const elsewhere = client(other, { cookies: browser.cookies });
    expect((await elsewhere.get('/api/me')).status).toBe(200);
    expect((await reset(client(one), (await askForReset(one, email)).token, 'a wholly new sentence')).status).toBe(200);
    expect((await elsewhere.get('/api/me')).status).toBe(401);
    expect((await browser.get('/api/me')).status).toBe(401);
  });

  it('both know of a changed name with the next request', async () => {
    const { browser } = await signedInPerson(one);
    const elsewhere = client(other, { cookies: browser.cookies });
    await elsewhere.get('/api/me');
    await browser.patch('/api/me', { first_name: 'Noor' });
    expect((await elsewhere.get('/api/me')).body['first_name']).toBe('Noor');
  });

  it('refresh one token in forty parallel requests, and nobody is signed out', async () => {
    const { browser, email } = await signedInPerson(one);
    const refresh = browser.cookies.get('refresh_token') ?? '';
    const tab = (n: number) => client(n % 2 === 0 ? one : other, { cookies: [['refresh_token', refresh]] });
    const answers = await Promise.all(Array.from({ length: 40 }, (_, n) => tab(n).get('/api/me')));
    expect(answers.map(({ status }) => status)).toEqual(Array(40).fill(200));
    expect(await livingSessions(one, email)).toBe(1);
  });

  it('go on with live sessions, and bring nothing revoked back, when Redis is gone', async () => {
    const [alive, gone] = [await signedInPerson(one), await signedInPerson(one)];
    const revoked = gone.browser.copy();
    await gone.browser.post('/api/logout');
    await redis.kill9();
    for (const server of [one, other]) {
      server.expectErrors(/Redis does not answer/);
      expect((await client(server, { cookies: alive.browser.cookies }).get('/api/me')).status).toBe(200);
      expect((await client(server, { cookies: revoked.cookies }).get('/api/me')).status).toBe(401);
    }
    // Each instance counts for itself: one strange address is still held back.
    const { ip } = client(one);
    const answers = await Promise.all(Array.from({ length: 25 }, () => client(one, { ip }).get('/api/me')));
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(5);
  });
});
