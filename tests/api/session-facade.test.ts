import { describe, expect, it } from 'vitest';
import { client, type Client } from '../harness/client';
import { registeredPerson, signedInPerson } from '../harness/people';
import { locationOf, postForm } from '../harness/provider-walk';
import { useServer, useSharedServer } from '../harness/use-server';

const server = useSharedServer();
const strict = useServer({ env: { REFRESH_GRACE_SECONDS: '0' } });

const SESSION = '/api/auth/session';

const only = (browser: Client, name: string) => client(server, { cookies: [[name, browser.cookies.get(name) ?? '']] });

describe('the session', () => {
  it('is the one that signing in by password opened, in next-auth’s shape', async () => {
    const { browser, email, first_name, last_name } = await signedInPerson(server);
    const { status, body, headers } = await browser.get(SESSION);
    const { body: me } = await browser.get('/api/me');
    expect(status).toBe(200);
    expect(body).toEqual({
      user: {
        id: me['id'],
        email,
        name: `${first_name} ${last_name}`,
        image: null,
        isActivated: true,
        roles: ['member'],
        permissions: me['permissions'],
      },
      expires: expect.any(String),
    });
    expect(Date.parse(String(body['expires']))).toBeGreaterThan(Date.now() + 29 * 86_400_000);
    expect(headers.get('cache-control')).toBe('private, no-store');
    expect(headers.get('ratelimit-policy')).toBe('"session";q=50;w=60');
  });

  it('says that an account waits for its activation, without another registrant’s names', async () => {
    const { browser, email, password } = await registeredPerson(server);
    await browser.post('/api/login', { email, password });
    expect((await browser.get(SESSION)).body['user']).toMatchObject({ email, name: null, isActivated: false });
  });

  it('is seen by Bearer token as by cookie', async () => {
    const { browser, email } = await signedInPerson(server);
    const authorization = `Bearer ${browser.cookies.get('access_token')}`;
    const { body } = await client(server).get(SESSION, { headers: { authorization } });
    expect(body['user']).toMatchObject({ email });
  });

  it('is only looked at: no cookie is set, no life grows, nothing is spent', async () => {
    const { browser, email } = await signedInPerson(strict);
    const lives = async () => {
      const { rows } = await strict.database.query(
        `SELECT s.expires_at, s.last_seen_at, t.expires_at AS idle_end, t.used_at FROM sessions s
         JOIN refresh_tokens t ON t.session_id = s.id JOIN users u ON u.id = s.user_id
         WHERE u.email = $1 AND s.revoked_at IS NULL`,
        [email],
      );
      return rows;
    };
    const before = await lives();
    const stale = client(strict, { cookies: [['refresh_token', browser.cookies.get('refresh_token') ?? '']] });
    const seen = [
      await browser.get(SESSION),
      await stale.get(SESSION),
      await stale.get(SESSION),
      await stale.post(SESSION, { data: { user: { email: 'other@example.com' } } }),
    ];
    expect(seen.map(({ setCookies }) => setCookies)).toEqual([[], [], [], []]);
    expect(new Set(seen.map(({ text }) => text)).size).toBe(1);
    expect(await lives()).toEqual(before);
    expect(before).toHaveLength(1);
    expect((await stale.post('/api/refresh')).status).toBe(200);
  });

  it('is seen with a refresh token that was spent a moment ago, and not with one spent before the grace', async () => {
    const { browser } = await signedInPerson(server);
    const tab = only(browser, 'refresh_token');
    await browser.post('/api/refresh');
    expect((await tab.get(SESSION)).body['user']).toBeDefined();
    const { browser: other } = await signedInPerson(strict);
    const old = client(strict, { cookies: [['refresh_token', other.cookies.get('refresh_token') ?? '']] });
    await other.post('/api/refresh');
    expect((await old.get(SESSION)).text).toBe('null');
    expect((await other.get(SESSION)).body['user']).toBeDefined();
  });

  it.each(['access_token', 'refresh_token'])(
    'is null for a stranger, for garbage and after its end: %s',
    async (name) => {
      const { browser } = await signedInPerson(server);
      const left = only(browser, name);
      await browser.post('/api/logout');
      const garbage = client(server, { cookies: [[name, '%%%.a.b']] });
      for (const somebody of [left, garbage, client(server)]) {
        const { status, text, setCookies } = await somebody.get(SESSION);
        expect([status, text, setCookies]).toEqual([200, 'null', []]);
      }
    },
  );

  it.each(['access_token', 'refresh_token'])('is null for a suspended person with the %s', async (name) => {
    const { browser, email } = await signedInPerson(server);
    // Not seen before, so that there is no cached view to outlive the change that no operation of ours makes yet.
    await server.database.query('UPDATE users SET suspended_at = now() WHERE email = $1', [email]);
    expect((await only(browser, name).get(SESSION)).text).toBe('null');
  });

  it('is what the pages see, too', async () => {
    const { browser } = await signedInPerson(server);
    expect((await browser.get('/')).text).toContain('Dashboard');
    expect((await client(server).get('/')).text).not.toContain('href="/dashboard"');
  });
});

describe('signing out as next-auth’s client library does', () => {
  it.each([['access_token', 'refresh_token'], ['access_token'], ['refresh_token']])(
    'ends the session and clears the cookies: %s %s',
    async (...names) => {
      const { browser } = await signedInPerson(server);
      const thief = browser.copy();
      const held = client(server, { cookies: names.map((name) => [name, browser.cookies.get(name) ?? ''] as const) });
      const headers = { 'x-auth-return-redirect': '1', origin: server.url };
      const answer = await postForm(held, '/api/auth/signout', { callbackUrl: `${server.url}/login` }, headers);
      expect([answer.status, answer.body]).toEqual([200, { url: `${server.url}/login` }]);
      expect(held.cookies.has('access_token') || held.cookies.has('refresh_token')).toBe(false);
      expect((await thief.get('/api/me')).status).toBe(401);
      expect((await thief.post('/api/refresh')).status).toBe(401);
    },
  );

  it('answers a form with a redirect, to this site only', async () => {
    const { browser } = await signedInPerson(server);
    const copy = browser.copy();
    const answer = await postForm(browser, '/api/auth/signout', { callbackUrl: 'https://evil.example/' });
    expect([answer.status, locationOf(answer)]).toEqual([302, `${server.url}/`]);
    expect((await copy.get(SESSION)).text).toBe('null');
    expect((await copy.get('/api/me')).status).toBe(401);
  });

  it('does nothing without the csrf token, from another site, or by GET', async () => {
    const { browser } = await signedInPerson(server);
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    for (const body of ['', 'csrfToken=x']) {
      expect((await browser.raw('POST', '/api/auth/signout', body, { headers })).status).toBe(302);
    }
    const foreign = await postForm(browser, '/api/auth/signout', {}, { origin: 'https://evil.example' });
    expect([foreign.status, foreign.body['code']]).toEqual([403, 'origin_rejected']);
    expect(locationOf(await browser.get('/api/auth/signout'))).toBe(`${server.url}/dashboard`);
    expect((await browser.get('/api/me')).status).toBe(200);
  });
});

describe('the addresses of next-auth', () => {
  it('lead a stranger to our own page, with the way back', async () => {
    const somebody = client(server);
    const back = encodeURIComponent(`${server.url}/dashboard?a=1`);
    const wanted = await somebody.get(`/api/auth/signin?error=SessionRequired&callbackUrl=${back}`);
    expect(locationOf(wanted)).toBe(`${server.url}/login?next=%2Fdashboard%3Fa%3D1&error=SessionRequired`);
    const foreign = await somebody.get('/api/auth/signin?callbackUrl=https%3A%2F%2Fevil.example');
    expect(locationOf(foreign)).toBe(`${server.url}/login`);
    expect(locationOf(await somebody.get('/api/auth/error?error=Whatever'))).toBe(
      `${server.url}/login?error=SignInFailed`,
    );
  });

  it.each(['', '/', 'x', 'https://evil.example', '%', '%00', '{"a":1}', 'a|b', '%%%|x'])(
    'take %j for any of their cookies like none',
    async (value) => {
      const names = ['csrf-token', 'callback-url', 'state', 'pkce.code_verifier', 'nonce', 'session-token'];
      const cookies = ['access_token.0', ...names.map((name) => `authjs.${name}`)].map(
        (name) => [name, value] as const,
      );
      const browser = client(server, { cookies });
      expect((await browser.get('/api/auth/csrf')).status).toBe(200);
      expect((await browser.get('/api/auth/providers')).status).toBe(200);
      expect((await browser.get(SESSION)).text).toBe('null');
      expect((await browser.get('/api/auth/callback/google?code=x&state=x')).status).toBe(302);
    },
  );

  it('answer with problems like the rest of the API', async () => {
    const somebody = client(server);
    for (const path of ['/api/auth/nowhere', '/api/auth/callback/github', '/api/auth/webauthn-options/x']) {
      const unknown = await somebody.get(path);
      expect([unknown.status, unknown.body['code']]).toEqual([404, 'not_found']);
    }
    const wrong = await somebody.delete(SESSION);
    expect([wrong.status, wrong.headers.get('allow')]).toEqual([405, 'GET, HEAD, POST, OPTIONS']);
    const headers = { 'content-type': 'application/json' };
    const broken = await somebody.raw('POST', '/api/auth/signout', '{', { headers });
    expect([broken.status, broken.body['code']]).toEqual([400, 'malformed_body']);
    const large = await somebody.raw('POST', '/api/auth/signout', 'x'.repeat(70_000), { headers });
    expect([large.status, large.body['code']]).toEqual([413, 'payload_too_large']);
    const head = await somebody.raw('HEAD', SESSION);
    expect([head.status, head.text]).toEqual([200, '']);
    expect((await somebody.get(`${SESSION}/`)).text).toBe('null');
  });

  it('count like the rest of the API; a browser on its way gets a page instead of a document', async () => {
    const somebody = client(server);
    for (let count = 0; count < 20; count += 1) await somebody.get(SESSION);
    const refused = await somebody.get(SESSION);
    expect([refused.status, refused.body['code']]).toEqual([429, 'rate_limited']);
    expect(refused.headers.get('retry-after')).toBe(String(refused.body['retry_after_seconds']));
    const headers = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };
    const arrival = await somebody.get('/api/auth/callback/google?code=x', { headers });
    expect(locationOf(arrival)).toBe(`${server.url}/login?error=TooManyRequests`);
  });
});
