import { describe, expect, it } from 'vitest';
import { client } from '../harness/client';
import { signedInPerson } from '../harness/people';
import { useSharedServer } from '../harness/use-server';

const server = useSharedServer();

describe('200', () => {
  // asvs:7.4.1
  it('ends the session at once, for every token of it, and clears the cookies', async () => {
    const { browser } = await signedInPerson(server);
    const thief = browser.copy();
    const answer = await browser.post('/api/logout');
    expect(answer.status).toBe(200);
    expect([...browser.cookies.keys()]).toEqual([]);
    expect((await thief.get('/api/me')).status).toBe(401);
    expect((await thief.post('/api/refresh')).status).toBe(401);
  });

  it.each(['access_token', 'refresh_token'])('works with nothing but the %s', async (name) => {
    const { browser } = await signedInPerson(server);
    const thief = browser.copy();
    const one = client(server, { cookies: [[name, browser.cookies.get(name) ?? '']] });
    expect((await one.post('/api/logout')).status).toBe(200);
    expect((await thief.get('/api/me')).status).toBe(401);
  });

  it('works with none, with garbage, and twice', async () => {
    expect((await client(server).post('/api/logout')).status).toBe(200);
    const garbage = client(server, {
      cookies: [
        ['access_token', '%%%'],
        ['refresh_token', 'a.b.c.d.e'],
      ],
    });
    expect((await garbage.post('/api/logout')).status).toBe(200);
    const { browser } = await signedInPerson(server);
    const again = browser.copy();
    expect((await browser.post('/api/logout')).status).toBe(200);
    expect((await again.post('/api/logout')).status).toBe(200);
  });

  it('leaves the other sessions of the person alone', async () => {
    const person = await signedInPerson(server);
    const other = client(server);
    await other.post('/api/login', { email: person.email, password: person.password });
    await person.browser.post('/api/logout');
    expect((await other.get('/api/me')).status).toBe(200);
  });
});

describe('403', () => {
  // asvs:3.5.1
  it('refuses a request that another site caused', async () => {
    const { browser } = await signedInPerson(server);
    for (const headers of [
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { 'sec-fetch-site': 'cross-site' },
    ]) {
      const answer = await browser.post('/api/logout', {}, { headers });
      expect([answer.status, answer.body['code']]).toEqual([403, 'origin_rejected']);
    }
    const own = await browser.post(
      '/api/logout',
      {},
      { headers: { origin: server.url, 'sec-fetch-site': 'same-origin' } },
    );
    expect(own.status).toBe(200);
  });
});
