import { afterEach, describe, expect, it } from 'vitest';
import { client, type Answer, type Client } from '../harness/client';
import {
  locationOf,
  newClaims,
  postForm,
  signInAtProvider,
  startAtProvider,
  walkProvider,
} from '../harness/provider-walk';
import { useProvider } from '../harness/use-provider';
import { useSharedServer } from '../harness/use-server';

const { provider, server } = await useProvider();
const without = useSharedServer();

afterEach(() => provider.behave('up'));

const errorOf = (answer: Answer) => new URL(locationOf(answer)).searchParams.get('error');
const hasSession = (browser: Client) => browser.cookies.has('access_token') || browser.cookies.has('refresh_token');

async function wayBack(browser: Client, claims: ReturnType<typeof newClaims> | null = newClaims()): Promise<string> {
  return walkProvider(provider, locationOf(await startAtProvider(browser)), claims);
}

async function seconds<T>(work: () => Promise<T>): Promise<{ result: T; took: number }> {
  const began = performance.now();
  const result = await work();
  return { result, took: (performance.now() - began) / 1000 };
}

describe('the way there', () => {
  // asvs:10.2.1 asvs:10.2.3 asvs:10.5.1
  it('asks with code, PKCE, state and nonce, and comes back to APP_URL whatever the Host header says', async () => {
    const browser = client(server);
    const { body } = await browser.get('/api/auth/csrf');
    const form = new URLSearchParams({ csrfToken: String(body['csrfToken']), redirect_uri: 'https://evil.example' });
    const answer = await browser.raw(
      'POST',
      '/api/auth/signin/google?redirect_uri=https%3A%2F%2Fevil.example&scope=everything',
      form.toString(),
      {
        headers: {
          'content-type': 'application/x-www-form-urlencoded',
          'x-forwarded-host': 'evil.example',
          'x-forwarded-proto': 'https',
        },
      },
    );
    const asked = new URL(locationOf(answer));
    expect(asked.origin).toBe(provider.url);
    expect(Object.fromEntries(asked.searchParams)).toMatchObject({
      response_type: 'code',
      scope: 'openid profile email',
      redirect_uri: `${server.url}/api/auth/callback/google`,
      code_challenge_method: 'S256',
      state: expect.any(String),
      nonce: expect.any(String),
    });
  });

  // asvs:3.3.2
  it('keeps small cookies that no script reads', async () => {
    const browser = client(server);
    const [csrf, start] = [await browser.get('/api/auth/csrf'), await startAtProvider(browser, `/${'x'.repeat(4000)}`)];
    const lines = [...csrf.setCookies, ...start.setCookies];
    expect(lines.map((line) => line.split('=')[0])).toEqual(
      expect.arrayContaining(['authjs.csrf-token', 'authjs.state', 'authjs.pkce.code_verifier', 'authjs.nonce']),
    );
    for (const line of lines) {
      expect(line).toMatch(/; HttpOnly/);
      expect(line).toMatch(/; SameSite=Lax/);
      expect(line.length).toBeLessThan(2048);
    }
  });

  // asvs:7.6.2 asvs:3.5.1
  it('is not begun without the csrf token, nor from another site', async () => {
    const browser = client(server);
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const bare = await browser.raw('POST', '/api/auth/signin/google', 'csrfToken=x', { headers });
    expect(errorOf(bare)).toBe('SignInExpired');
    const foreign = await postForm(browser, '/api/auth/signin/google', {}, { origin: 'https://evil.example' });
    expect([foreign.status, foreign.body['code']]).toEqual([403, 'origin_rejected']);
  });

  it('is offered where Google is set up, and only there', async () => {
    const { body } = await client(server).get('/api/auth/providers');
    expect(body).toMatchObject({ google: { id: 'google', callbackUrl: `${server.url}/api/auth/callback/google` } });
    expect((await client(without).get('/api/auth/providers')).text).toBe('{}');
    for (const page of ['/login', '/register']) {
      const offered = await client(server).get(page);
      expect(offered.text).toContain('Continue with Google');
      expect(offered.headers.get('content-security-policy')).toContain(`form-action 'self' ${provider.url};`);
      const plain = await client(without).get(page);
      expect(plain.text).not.toContain('Continue with Google');
      expect(plain.headers.get('content-security-policy')).toContain("form-action 'self';");
    }
    const answer = await startAtProvider(client(without));
    expect(errorOf(answer)).toBe('SignInFailed');
  });
});

describe('the way back', () => {
  // asvs:10.1.1
  it('sets our two cookies and nothing of next-auth’s own, and no body holds a token', async () => {
    const browser = client(server);
    const answer = await browser.get(await wayBack(browser));
    const kept = answer.setCookies.filter((line) => !/Max-Age=0/.test(line)).map((line) => line.split('=')[0]);
    expect(kept).toEqual(['access_token', 'refresh_token']);
    expect(answer.text).toBe('');
    expect(answer.headers.get('cache-control')).toBe('private, no-store');
    expect(answer.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
    expect(answer.headers.get('ratelimit')).toMatch(/^"address"/);
    for (const path of ['/api/auth/session', '/api/auth/csrf', '/api/auth/providers', '/dashboard']) {
      const { text } = await browser.get(path);
      for (const name of ['access_token', 'refresh_token']) expect(text).not.toContain(browser.cookies.get(name));
    }
  });

  // asvs:3.7.2
  it('leads to a page of this site only', async () => {
    for (const [wanted, led] of [
      ['/settings/connections', '/settings/connections'],
      ['https://evil.example/', '/'],
      ['//evil.example', '/'],
      ['/.//evil.example', '/'],
    ] as const) {
      const browser = client(server);
      const start = locationOf(await startAtProvider(browser, wanted));
      const answer = await browser.get(await walkProvider(provider, start, newClaims()));
      expect(locationOf(answer)).toBe(`${server.url}${led}`);
    }
  });

  it.each<[what: string, spoil: (browser: Client, way: URL) => void]>([
    ['another state', (_, way) => way.searchParams.set('state', 'x')],
    ['no state', (_, way) => way.searchParams.delete('state')],
    ['another code', (_, way) => way.searchParams.set('code', 'x')],
    ['no state cookie', (browser) => void browser.cookies.delete('authjs.state')],
    ['no PKCE cookie', (browser) => void browser.cookies.delete('authjs.pkce.code_verifier')],
    ['no nonce cookie', (browser) => void browser.cookies.delete('authjs.nonce')],
    ['garbage for the PKCE cookie', (browser) => void browser.cookies.set('authjs.pkce.code_verifier', '%%%')],
    ['another issuer', (_, way) => way.searchParams.set('iss', 'https://evil.example')],
  ])('opens nothing with %s', async (_, spoil) => {
    const browser = client(server);
    const claims = newClaims();
    const way = new URL(await wayBack(browser, claims));
    spoil(browser, way);
    const answer = await browser.get(way.href);
    expect([answer.status, errorOf(answer)]).toEqual([302, 'SignInExpired']);
    expect(hasSession(browser)).toBe(false);
    const { rows } = await server.database.query('SELECT 1 FROM users WHERE email = $1', [claims.email]);
    expect(rows).toEqual([]);
  });

  // asvs:10.1.2
  it('opens nothing in another browser than the one that began it', async () => {
    const way = await wayBack(client(server));
    const victim = client(server);
    await startAtProvider(victim);
    expect(errorOf(await victim.get(way))).toBe('SignInExpired');
    expect(hasSession(victim)).toBe(false);
  });

  // asvs:10.1.2
  it('opens nothing a second time', async () => {
    const browser = client(server);
    const way = await wayBack(browser);
    const replay = browser.copy();
    expect(locationOf(await browser.get(way))).toBe(`${server.url}/dashboard`);
    expect(errorOf(await replay.get(way))).toBe('SignInExpired');
    expect(hasSession(replay)).toBe(false);
  });

  it('says so when the person went back at the provider', async () => {
    const browser = client(server);
    expect(errorOf(await browser.get(await wayBack(browser, null)))).toBe('Cancelled');
  });

  // asvs:3.2.2
  it('says with our words why it led nowhere, and never with those of the address', async () => {
    const known = await client(server).get('/login?error=Cancelled');
    expect(known.text).toContain('You did not finish there');
    const unknown = await client(server).get('/login?error=%3Cb%3EPay%20me');
    expect(unknown.text).toContain('Signing in did not work');
    expect(unknown.text).not.toContain('Pay me</');
  });
});

describe('a provider that is out of order', () => {
  it.each(['down', 'hanging'] as const)('%s at the start: words within 6 s', async (behaviour) => {
    provider.behave(behaviour);
    const { result, took } = await seconds(() => startAtProvider(client(server)));
    expect([result.status, errorOf(result)]).toEqual([302, 'ProviderUnavailable']);
    expect(took).toBeLessThan(6);
  });

  it.each(['down', 'hanging'] as const)(
    '%s at the way back: words within 6 s, nothing half-made',
    async (behaviour) => {
      const browser = client(server);
      const claims = newClaims();
      const way = await wayBack(browser, claims);
      provider.behave(behaviour, /^\/token/);
      const { result, took } = await seconds(() => browser.get(way));
      expect([result.status, errorOf(result)]).toEqual([302, 'ProviderUnavailable']);
      expect(took).toBeLessThan(6);
      expect(hasSession(browser)).toBe(false);
      const { rows } = await server.database.query('SELECT 1 FROM users WHERE email = $1', [claims.email]);
      expect(rows).toEqual([]);
    },
  );

  it('leaves other ways in alone, and works again when it is back', async () => {
    provider.behave('down');
    expect((await client(server).get('/login')).status).toBe(200);
    provider.behave('up');
    const browser = client(server);
    expect(locationOf(await signInAtProvider(provider, browser, newClaims()))).toBe(`${server.url}/dashboard`);
  });
});
