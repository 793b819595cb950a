import { describe, expect, it } from 'vitest';
import { client, type Answer } from '../harness/client';
import { signedInPerson } from '../harness/people';
import { useServer, useSharedServer } from '../harness/use-server';

/** What every answer carries, whoever made it. */
const EVERYWHERE: Record<string, RegExp> = {
  'x-content-type-options': /^nosniff$/,
  'x-frame-options': /^DENY$/,
  'content-security-policy': /(^|; )frame-ancestors 'none'(;|$)/,
  'cross-origin-opener-policy': /^same-origin$/,
  'cross-origin-resource-policy': /^same-origin$/,
};

/** What it carries besides, unless it is a file or comes from Next itself: the id under which the log has it. */
const OURS: Record<string, RegExp> = { 'x-request-id': /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/ };

/** What is no page carries besides. */
const NO_PAGE: Record<string, RegExp> = {
  'content-security-policy': /^default-src 'none'; frame-ancestors 'none'; sandbox$/,
  'referrer-policy': /^no-referrer$/,
};

/** What a page carries besides. */
const PAGE: Record<string, RegExp> = {
  ...OURS,
  'content-security-policy':
    /script-src 'self' 'nonce-[\w-]{22}' 'strict-dynamic'; .*object-src 'none'; base-uri 'none'/,
  'referrer-policy': /^strict-origin$/,
  'permissions-policy': /camera=\(\)/,
  'cache-control': /^private, .*no-store/,
};

function expectHeaders({ headers }: Answer, ...tables: Record<string, RegExp>[]): void {
  const wanted = Object.entries(Object.assign({}, EVERYWHERE, ...tables) as Record<string, RegExp>);
  const found = Object.fromEntries(wanted.map(([name]) => [name, headers.get(name)]));
  expect(found).toEqual(
    Object.fromEntries(wanted.map(([name, pattern]) => [name, expect.stringMatching(pattern) as unknown])),
  );
  expect(headers.get('x-powered-by')).toBeNull();
  expect(headers.get('access-control-allow-origin')).toBeNull();
}

const server = useSharedServer();

// asvs:3.4.3 asvs:3.4.4 asvs:3.4.5 asvs:3.4.6 asvs:3.4.8 asvs:3.5.8
describe('every answer carries what keeps browsers strict', () => {
  it.each([
    ['/', 200],
    ['/login', 200],
    ['/register', 200],
    ['/activation-page', 200],
    ['/activate/anything', 200],
    ['/docs/problems', 200],
    ['/docs/problems/invalid_code', 200],
    ['/dev/mailbox', 200],
    ['/nowhere', 404],
    ['/%E0%A4%A', 404],
    ['/dashboard', 307],
    ['/settings/sessions', 307],
  ])('the page %s (%i)', async (path, status) => {
    const answer = await client(server).get(path);
    expect(answer.status).toBe(status);
    expectHeaders(answer, PAGE);
  });

  it.each(['/dashboard', '/settings/sessions', '/settings/password', '/settings/connections'])(
    'the private page %s',
    async (path) => {
      const { browser } = await signedInPerson(server);
      const answer = await browser.get(path);
      expect(answer.status).toBe(200);
      expectHeaders(answer, PAGE);
    },
  );

  it.each([
    ['GET', '/api/me', 401],
    ['GET', '/api/nowhere', 404],
    ['PUT', '/api/me', 405],
    ['OPTIONS', '/api/login', 204],
    ['GET', '/api/auth/session', 200],
    ['GET', '/.well-known/jwks.json', 200],
    ['PUT', '/.well-known/jwks.json', 405],
    ['PUT', '/login', 405],
    ['DELETE', '/nowhere', 405],
  ])('%s %s (%i), which is ours and no page', async (method, path, status) => {
    const answer = await client(server).raw(method, path);
    expect(answer.status).toBe(status);
    expectHeaders(answer, NO_PAGE, OURS);
  });

  it.each([
    ['GET', '/icon.svg', 200],
    ['GET', '/favicon.ico', 200],
    ['GET', '/robots.txt', 404],
    ['GET', '/_next/static/nothing.js', 404],
    ['GET', '/_next/image?url=nothing', 404],
  ])('%s %s (%i), which is a file, or none', async (method, path, status) => {
    const answer = await client(server).raw(method, path);
    expect(answer.status).toBe(status);
    expectHeaders(answer, NO_PAGE);
  });

  it('the scripts, styles and fonts of the pages', async () => {
    const { text } = await client(server).get('/login');
    const files = new Set(text.match(/\/_next\/static\/[^"'\\]+\.(?:js|css|woff2)/g));
    expect(files.size).toBeGreaterThan(2);
    for (const file of files) {
      const answer = await client(server).get(file);
      expect(answer.status, file).toBe(200);
      expectHeaders(answer, NO_PAGE);
    }
  });
});

describe('the names that are nobody’s', () => {
  // asvs:3.2.1
  it('what the API answers is never taken for a page: JSON, sandboxed, not to be sniffed', async () => {
    const answer = await client(server).post('/api/login', { email: '<script>alert(1)</script>', password: 'x' });
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expectHeaders(answer, NO_PAGE, OURS);
    expect(answer.text).not.toContain('<');
  });
});

describe('signing out clears what the site stored in the browser', () => {
  // asvs:14.3.1
  it('by the API, with a session and with one that has ended', async () => {
    const { browser } = await signedInPerson(server);
    for (const visitor of [browser.copy(), browser]) {
      const answer = await visitor.post('/api/logout');
      expect([answer.status, answer.headers.get('clear-site-data')]).toEqual([200, '"storage"']);
    }
  });

  it('but not for who shows no session, as another site can make any browser do', async () => {
    const headers = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' };
    const answer = await client(server).post('/api/logout', undefined, { headers });
    expect([answer.status, answer.headers.get('clear-site-data')]).toEqual([200, null]);
  });

  it('by next-auth’s signOut()', async () => {
    const { browser } = await signedInPerson(server);
    const { body } = await browser.get('/api/auth/csrf');
    const form = new URLSearchParams({ csrfToken: String(body['csrfToken']) });
    const answer = await browser.raw('POST', '/api/auth/signout', form);
    expect([answer.status, answer.headers.get('clear-site-data')]).toEqual([302, '"storage"']);
  });

  it('and nothing else does', async () => {
    const { browser } = await signedInPerson(server);
    for (const path of ['/dashboard', '/api/me', '/login?notice=signed_out']) {
      expect((await browser.get(path)).headers.get('clear-site-data')).toBeNull();
    }
  });
});

describe('behind https', () => {
  const APP_URL = 'https://localhost:3000';
  const secure = useServer({ env: { APP_URL } });

  // asvs:3.4.1
  it.each(['/login', '/nowhere', '/dashboard', '/api/me', '/api/nowhere', '/icon.svg', '/_next/static/nothing.js'])(
    '%s tells the browser to stay there',
    async (path) => {
      const { headers } = await client(secure).get(path);
      expect(headers.get('strict-transport-security')).toBe('max-age=63072000; includeSubDomains');
    },
  );

  it('nothing is said about it on http', async () => {
    expect((await client(server).get('/login')).headers.get('strict-transport-security')).toBeNull();
  });
});
