import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { catalogue } from '@/lib/http/catalogue';
import { type Client, client } from '../harness/client';
import { type Person, registeredPerson, signedInPerson } from '../harness/people';
import { PAGES, PRIVATE_PAGES } from '../harness/pages';
import type { TestServer } from '../harness/server';
import { callAction, serverActions } from '../harness/server-actions';
import { useServer } from '../harness/use-server';
import { useServerWithoutMiddleware } from '../harness/without-middleware';

/** The very build, with its middleware and without. Some of its visitors ask for much. */
const env = { THROTTLE_AUTHENTICATED: '100000', THROTTLE_ANONYMOUS: '100000' };
const whole = useServer({ env });
const open = useServerWithoutMiddleware({ env });

/** Names that stand in nothing but what is about this person. */
const NAMES = { first_name: 'Zebulon', last_name: 'Quixworth' };

/** The page they are sent to shows them their own address, which is none that is looked for. */
async function pending(server: TestServer): Promise<Person & { browser: Client }> {
  const own = { ...NAMES, email: `pending-${randomUUID()}@example.com` };
  const { email, password, first_name, last_name } = await registeredPerson(server, own);
  const browser = client(server);
  await browser.post('/api/login', { email, password });
  return { email, password, first_name, last_name, browser };
}

const VISITORS: [who: string, arrive: (server: TestServer) => Promise<Client>, sentTo: RegExp][] = [
  ['a stranger', (server) => Promise.resolve(client(server)), /^\/login/],
  [
    'somebody with garbage',
    (server) => Promise.resolve(client(server, { cookies: [['access_token', 'a.b.c.d.e']] })),
    /^\/login/,
  ],
  ['somebody who is not activated', async (server) => (await pending(server)).browser, /^\/activation-page/],
  [
    'somebody whose session has ended',
    async (server) => {
      const { browser } = await signedInPerson(server, NAMES);
      const kept = browser.copy();
      await browser.post('/api/logout');
      return kept;
    },
    /^\/login/,
  ],
];

const WAYS: Record<string, Record<string, string>> = {
  navigation: {},
  'data of a navigation': { rsc: '1' },
  prefetching: { rsc: '1', 'next-router-prefetch': '1' },
  'prefetching in parts': { rsc: '1', 'next-router-prefetch': '1', 'next-router-segment-prefetch': '/_tree' },
};

describe('this server', () => {
  it('has no middleware, and the other has', async () => {
    expect((await client(open).get('/login')).headers.get('content-security-policy')).not.toContain('nonce-');
    expect((await client(whole).get('/login')).headers.get('content-security-policy')).toContain('nonce-');
  });

  it('shows its pages to whom they are for', async () => {
    const { browser } = await signedInPerson(open, NAMES);
    expect((await browser.get('/dashboard')).text).toContain('Zebulon');
  });
});

// asvs:8.3.1 asvs:8.2.1
describe.each(VISITORS)('%s, without a middleware in the way,', (_, arrive, sentTo) => {
  let visitor: Client;
  beforeAll(async () => {
    visitor = await arrive(open);
  });

  it.each(PRIVATE_PAGES)('is sent away from %s', async (page) => {
    const answer = await visitor.copy().get(page);
    const location = answer.headers.get('location') ?? '';
    expect(answer.status, answer.text.slice(0, 500)).toBe(307);
    // A page may lead to the first of those under it, which is in this table itself.
    expect(PRIVATE_PAGES.includes(location) || sentTo.test(location), location).toBe(true);
    expect(answer.text).not.toContain('<main');
  });

  it.each(PAGES)('learns of nobody at %s, whichever way it is asked for', async (page) => {
    for (const [way, headers] of Object.entries(WAYS)) {
      const answer = await visitor.copy().get(page, { headers, redirect: 'follow' });
      expect(answer.status, way).toBeLessThan(500);
      expect(answer.text, way).not.toMatch(/Zebulon|Quixworth|visitor-/);
    }
  });
});

const FIELDS = { first_name: 'Eve', email: 'eve@example.com', password: 'x', id: 'x', others: 'x', provider: 'google' };

// asvs:8.3.1 asvs:8.2.1
describe.each(VISITORS)('%s, who calls server actions by hand without a middleware,', (_, arrive, sentTo) => {
  it('is refused by every one that only private pages have, and learns of nobody by any', async () => {
    const actions = serverActions();
    const isPrivate = ({ pages }: (typeof actions)[number]) => pages.every((page) => PRIVATE_PAGES.includes(page));
    expect(actions.filter(isPrivate).length).toBeGreaterThan(3);
    const refusal = sentTo.test('/login') ? 'unauthenticated' : 'not_activated';
    const usual = await arrive(open);
    for (const action of actions) {
      // One that is open to them, such as signing out, may end who they came as.
      const visitor = isPrivate(action) ? usual : await arrive(open);
      for (const page of [...action.pages, '/login', '/dashboard']) {
        const answer = await callAction(visitor.copy(), page, action.id, FIELDS);
        const what = `${action.name} at ${page}: ${answer.status} ${answer.text.slice(0, 300)}`;
        expect(answer.status, what).toBeLessThan(500);
        expect(answer.text, what).not.toMatch(/Zebulon|Quixworth|visitor-/);
        if (!isPrivate(action) || !action.pages.includes(page)) continue;
        expect(answer.text, what).toContain(`"code":"${refusal}"`);
      }
    }
  });
});

// asvs:8.3.1
describe('the API', () => {
  const signedIn = async (server: TestServer) => (await signedInPerson(server, NAMES)).browser;
  const people = [
    ...VISITORS.map(([who, arrive]) => [who, arrive] as const),
    ['somebody signed in', signedIn] as const,
  ];
  const bothOf = (arrive: (server: TestServer) => Promise<Client>) => Promise.all([whole, open].map(arrive));
  /** What these do to whoever they let in: nobody who is to come again may go there. */
  const ENDING = ['/api/logout', '/api/refresh', '/api/sessions'];
  let usual: Client[][];
  beforeAll(async () => {
    usual = [];
    for (const [, arrive] of people) usual.push(await bothOf(arrive));
  });

  it.each(catalogue.map(({ method, path }) => [method, path]))('answers %s %s the same', async (method, path) => {
    for (const [n, [who, arrive]] of people.entries()) {
      const visitors = ENDING.includes(path) ? await bothOf(arrive) : (usual[n] ?? []);
      expect(visitors).toHaveLength(2);
      const answers = await Promise.all(visitors.map((visitor) => visitor.copy().raw(method, path)));
      const [first, second] = answers.map(({ status, body }) => [status, body['code']]);
      expect(second, who).toEqual(first);
    }
  });

  it('was asked by people who stayed who they were', async () => {
    const codes = [];
    for (const [one] of usual) codes.push((await one?.get('/api/me'))?.body['code']);
    expect(codes).toEqual(['unauthenticated', 'unauthenticated', 'not_activated', 'unauthenticated', undefined]);
    expect((await usual.at(-1)?.at(1)?.get('/api/me'))?.status).toBe(200);
  });
});
