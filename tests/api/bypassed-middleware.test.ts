import { beforeAll, describe, expect, it } from 'vitest';
import { client } from '../harness/client';
import { PRIVATE_PAGES } from '../harness/pages';
import { registeredPerson, signedInPerson } from '../harness/people';
import { useSharedServer } from '../harness/use-server';
import { ask, cookieHeader, type WireAnswer } from '../harness/wire';

const server = useSharedServer();

const NAMES = { first_name: 'Zebulon', last_name: 'Quixworth' };
const VISITORS: [who: string, arrive: () => Promise<Record<string, string>>, sentTo: string][] = [
  ['a stranger', () => Promise.resolve({}), '/login'],
  [
    'somebody who is not activated',
    async () => {
      const { email, password } = await registeredPerson(server, NAMES);
      const browser = client(server);
      await browser.post('/api/login', { email, password });
      return cookieHeader(browser);
    },
    '/activation-page',
  ],
];

/** What frameworks tell themselves in headers, and have been told by others (CVE-2025-29927 is the first). */
const HEADERS: Record<string, string>[] = [
  ...['middleware', 'src/middleware', 'pages/_middleware', 'proxy', '1'].flatMap((name) => [
    { 'x-middleware-subrequest': name },
    { 'x-middleware-subrequest': Array.from({ length: 5 }, () => name).join(':') },
  ]),
  { 'x-middleware-subrequest-id': '0'.repeat(16) },
  { 'x-middleware-next': '1' },
  { 'x-middleware-skip': '1' },
  { 'x-middleware-prefetch': '1' },
  { 'x-middleware-invoke': '1', 'x-middleware-ran': '1' },
  { 'x-middleware-rewrite': '/dashboard' },
  { 'x-middleware-override-headers': 'cookie,x-user', 'x-middleware-request-cookie': 'access_token=x', 'x-user': '1' },
  { 'x-middleware-set-cookie': 'access_token=x' },
  { 'x-matched-path': '/login' },
  { 'x-invoke-path': '/login', 'x-invoke-status': '200', 'x-invoke-query': '%7B%7D', 'x-invoke-output': '/dashboard' },
  { 'x-nextjs-data': '1' },
  { 'x-nextjs-rewrite': '/login', 'x-nextjs-rewritten-path': '/login' },
  { 'x-now-route-matches': '1=login' },
  { 'x-prerender-revalidate': '1', 'x-prerender-bypass': '1' },
  { 'next-resume': '1' },
  { rsc: '1' },
  { rsc: '1', 'next-router-prefetch': '1' },
  { rsc: '1', 'next-router-segment-prefetch': '/_tree' },
  { rsc: '1', 'next-router-state-tree': '%5B%22%22%2C%7B%7D%5D', 'next-url': '/login' },
  { 'x-original-url': '/login', 'x-rewrite-url': '/login', 'x-override-url': '/login' },
  {
    'x-forwarded-host': 'evil.example',
    'x-forwarded-proto': 'https',
    'x-forwarded-port': '1',
    forwarded: 'host=evil.example',
  },
  { 'x-http-method-override': 'PUT', 'x-method-override': 'POST' },
  { 'x-real-ip': '127.0.0.1', 'x-client-ip': '127.0.0.1', 'true-client-ip': '127.0.0.1' },
  { 'x-user-id': '1', 'x-authenticated-user': 'admin', 'remote-user': 'admin' },
  { host: 'evil.example' },
  { purpose: 'prefetch', 'sec-purpose': 'prefetch' },
];

/** Other spellings of a page's path, which a guard and a router may read apart. */
const SPELLINGS: ((page: string) => string)[] = [
  (page) => `${page}/`,
  (page) => `${page}//`,
  (page) => `${page}/.`,
  (page) => `/${page}`,
  (page) => `//evil.example${page}`,
  (page) => `/.${page}`,
  (page) => `/login/..${page}`,
  (page) => `/%2e${page}`,
  (page) => `/login/%2e%2e${page}`,
  (page) => `${page}%2f`,
  (page) => page.replaceAll('/', '%2f'),
  (page) => page.replaceAll('/', '\\'),
  (page) => page.replace(/^\/(.)/, (_, letter: string) => `/%${letter.charCodeAt(0).toString(16)}`),
  (page) => page.replace(/^\/(.)/, (_, letter: string) => `/%25${letter.charCodeAt(0).toString(16)}`),
  (page) => page.toUpperCase(),
  (page) => page.replace(/^\/(.)/, (_, letter: string) => `/${letter.toUpperCase()}`),
  (page) => `${page};x=1`,
  (page) => `${page};/login`,
  (page) => `${page}%00`,
  (page) => `${page}%20`,
  (page) => `${page}.json`,
  (page) => `${page}.rsc`,
  (page) => `${page}.txt`,
  (page) => `${page}.segments/_tree.segment.rsc`,
  (page) => `/_next/data/build${page}.json`,
  (page) => `/_next/static/..${page}`,
  (page) => `/api/..${page}`,
  (page) => `/icon.svg/..${page}`,
  (page) => `${page}?_rsc=abc`,
  (page) => `${page}?x=/icon.svg`,
  (page) => `${page}?__nextLocale=en&__nextDataReq=1&nxtPpath=login`,
  (page) => `http://evil.example${page}`,
];

function expectNothingShown(answer: WireAnswer, what: string): void {
  expect(answer.status, what).not.toBe(0);
  expect(answer.status, what).toBeLessThan(500);
  expect(answer.text, what).not.toMatch(/Zebulon|Quixworth|visitor-/);
  // Whoever is let through gets the page's frame with its way out.
  expect(answer.text, what).not.toContain('Sign out everywhere else');
  expect(answer.text, what).not.toMatch(/<h1[^>]*>(?:Welcome|Settings)/);
}

// asvs:8.3.1 asvs:4.1.3
describe.each(VISITORS)('%s', (_, arrive, sentTo) => {
  let cookie: Record<string, string> = {};
  beforeAll(async () => {
    cookie = await arrive();
  });

  it.each(PRIVATE_PAGES)('is sent away from %s, whatever is said in headers', async (page) => {
    for (const headers of HEADERS) {
      const answer = await ask(server, 'GET', page, { headers: { ...headers, ...cookie } });
      const what = `${JSON.stringify(headers)}: ${answer.status} ${answer.headers.get('location')}`;
      expectNothingShown(answer, what);
      expect(answer.status, what).toBe(307);
      const location = new URL(answer.headers.get('location') ?? '', server.url);
      expect([location.origin, location.pathname], what).toEqual([server.url, sentTo]);
    }
  });

  it.each(PRIVATE_PAGES)('finds no other way into %s', async (page) => {
    for (const spell of SPELLINGS) {
      for (const headers of [{}, { rsc: '1' }]) {
        const answer = await ask(server, 'GET', spell(page), { headers: { ...headers, ...cookie } });
        const what = `${spell(page)} ${JSON.stringify(headers)}: ${answer.status} ${answer.text.slice(0, 200)}`;
        expectNothingShown(answer, what);
        const location = answer.headers.get('location');
        if (location !== null) expect(new URL(location, server.url).origin, what).toBe(server.url);
      }
    }
  });
});

describe('somebody signed in', () => {
  it('sees what a stranger does not: these tests would notice', async () => {
    const { browser } = await signedInPerson(server, NAMES);
    const answer = await ask(server, 'GET', '/dashboard', { headers: cookieHeader(browser) });
    expect(() => expectNothingShown(answer, '')).toThrow('Zebulon');
    const sessions = await ask(server, 'GET', '/settings/sessions', { headers: cookieHeader(browser) });
    const nameless = { ...sessions, text: sessions.text.replaceAll(/Zebulon|Quixworth|visitor-/g, '') };
    expect(() => expectNothingShown(nameless, '')).toThrow('Settings');
  });
});

// asvs:4.1.3
describe('a header of ours that comes from outside', () => {
  const FORGED = {
    'x-request-id': '11111111-1111-1111-1111-111111111111',
    'x-nonce': 'forgednonce',
    'content-security-policy': "script-src 'nonce-forgednonce'",
    'content-security-policy-report-only': "script-src 'nonce-forgednonce'",
    'x-middleware-request-x-request-id': '11111111-1111-1111-1111-111111111111',
    'x-middleware-override-headers': 'x-request-id,content-security-policy',
    'x-middleware-request-content-security-policy': "script-src 'nonce-forgednonce'",
  };

  it.each(['/login', '/dashboard', '/nowhere', '/api/me', '/api/auth/session', '/.well-known/jwks.json'])(
    'names no request and allows no script at %s',
    async (path) => {
      const answer = await ask(server, 'GET', path, { headers: FORGED });
      expect(answer.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
      expect(answer.headers.get('x-request-id')).not.toBe(FORGED['x-request-id']);
      expect(answer.text).not.toContain('forgednonce');
      expect([...answer.headers.values()].join('\n')).not.toContain('forgednonce');
    },
  );

  it('does not stay in the record either', async () => {
    await ask(server, 'GET', '/api/me', { headers: FORGED });
    expect(server.logs().join('\n')).not.toContain(FORGED['x-request-id']);
  });
});
