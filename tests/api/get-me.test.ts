import { describe, expect, it } from 'vitest';
import { client } from '../harness/client';
import { registeredPerson, signedInPerson } from '../harness/people';
import { useSharedServer } from '../harness/use-server';

const server = useSharedServer();

describe('200', () => {
  // asvs:15.3.1
  it('is the person, and nothing beside it', async () => {
    const { browser, email, first_name, last_name } = await signedInPerson(server);
    const answer = await browser.get('/api/me/');
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      email,
      first_name,
      last_name,
      is_activated: true,
      roles: ['member'],
      permissions: [],
      created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      last_login_at: expect.stringMatching(/Z$/),
      avatar_url: null,
    });
  });

  it('takes the access token as Bearer, wherever the cookie is taken', async () => {
    const { browser, email } = await signedInPerson(server);
    const token = browser.cookies.get('access_token') ?? '';
    const bare = client(server);
    const answer = await bare.get('/api/me', { headers: { authorization: `Bearer ${token}` } });
    expect([answer.status, answer.body['email']]).toEqual([200, email]);
    await browser.post('/api/logout');
    expect((await bare.get('/api/me', { headers: { authorization: `Bearer ${token}` } })).status).toBe(401);
  });

  it('answers HEAD as GET, without a body', async () => {
    const { browser } = await signedInPerson(server);
    const answer = await browser.raw('HEAD', '/api/me');
    expect([answer.status, answer.text]).toEqual([200, '']);
  });

  it('says what is left of the person’s requests', async () => {
    const { browser } = await signedInPerson(server);
    const answer = await browser.get('/api/me');
    expect(answer.headers.get('ratelimit-policy')).toBe('"person";q=50;w=60');
    expect(answer.headers.get('ratelimit')).toMatch(/^"person";r=\d+;t=\d+$/);
  });
});

describe('401', () => {
  it.each([
    ['nothing', {}],
    ['a garbage cookie', { cookie: 'access_token=%E0%A4%A; refresh_token=' }],
    ['a garbage Bearer', { authorization: 'Bearer x.y.z' }],
    ['another scheme', { authorization: 'Basic YTpi' }],
  ])('for %s, as JSON', async (_, headers) => {
    const answer = await client(server).get('/api/me', { headers });
    expect([answer.status, answer.body['code']]).toEqual([401, 'unauthenticated']);
    expect(answer.headers.get('www-authenticate')).toBe('Bearer');
    expect(answer.headers.get('location')).toBeNull();
  });

  // asvs:7.4.2
  it('for a suspended person’s live session', async () => {
    const { browser, email } = await signedInPerson(server);
    await server.database.query('UPDATE users SET suspended_at = now() WHERE email = $1', [email]);
    browser.cookies.delete('access_token');
    expect((await browser.get('/api/me')).status).toBe(401);
  });
});

describe('403', () => {
  it('for a person who is not activated, who may sign out all the same', async () => {
    const { email, password } = await registeredPerson(server);
    const browser = client(server);
    await browser.post('/api/login', { email, password });
    const answer = await browser.get('/api/me');
    expect([answer.status, answer.body['code']]).toEqual([403, 'not_activated']);
    expect((await browser.post('/api/logout')).status).toBe(200);
  });
});

describe('405, 404', () => {
  it('refuses a method that is not offered, and says which are', async () => {
    const answer = await client(server).delete('/api/me');
    expect([answer.status, answer.body['code']]).toEqual([405, 'method_not_allowed']);
    expect(answer.headers.get('allow')).toBe('GET, HEAD, PATCH, OPTIONS');
  });

  it.each(['/api', '/api/nothing', '/api/me/nothing', '/api/users/1/wings/', '/api/%E0%A4%A', '/api/%'])(
    'knows no %s',
    async (path) => {
      const answer = await client(server).get(path);
      expect([answer.status, answer.body['code']]).toEqual([404, 'not_found']);
    },
  );
});

describe('429', () => {
  it('lets twenty anonymous requests a minute through from an address, and not the next', async () => {
    const { ip } = client(server);
    const answers = await Promise.all(Array.from({ length: 25 }, () => client(server, { ip }).get('/api/me')));
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(20);
    const refused = answers.filter(({ body }) => body['code'] === 'rate_limited');
    expect(refused).toHaveLength(5);
    expect(refused[0]?.headers.get('retry-after')).toBe(String(refused[0]?.body['retry_after_seconds']));
  });

  it('counts the addresses of one IPv6 network together', async () => {
    const answers = await Promise.all(
      Array.from({ length: 25 }, (_, n) => client(server, { ip: `2001:db8:7:7::${n + 1}` }).get('/api/me')),
    );
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(5);
    expect((await client(server, { ip: '2001:db8:7:8::1' }).get('/api/me')).status).toBe(401);
  });

  it('lets fifty requests a minute of a person through, from wherever', async () => {
    const { browser } = await signedInPerson(server);
    const answers = await Promise.all(
      Array.from({ length: 55 }, () => client(server, { cookies: browser.cookies }).get('/api/me')),
    );
    expect(answers.filter(({ status }) => status === 200).length).toBe(50);
    expect(answers.filter(({ status }) => status === 429).length).toBe(5);
  });
});
