import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { client, type Answer, type Client } from '../harness/client';
import { type CountingProxy, type RoundTrips, roundTripsOf, startCountingProxy } from '../harness/counting-proxy';
import { cloneDatabase, type TestDatabase } from '../harness/database';
import { type PersonInBrowser, signedInPerson, signedInWithRole } from '../harness/people';
import { hasRedis, REDIS_WANTED, startRedis, type TestRedis } from '../harness/redis';
import { startServer, type TestServer } from '../harness/server';

let database: TestDatabase;
let redis: TestRedis;
let proxies: { redis: CountingProxy; postgres: CountingProxy };
let server: TestServer;

type Row = {
  what: string;
  send: (person: PersonInBrowser, bare: Client) => Promise<Answer>;
  costs: RoundTrips;
  status?: number;
  /** What whoever asks has to be. */
  role?: string;
};

function bearer({ browser }: PersonInBrowser): { headers: Record<string, string> } {
  return { headers: { authorization: `Bearer ${browser.cookies.get('access_token')}` } };
}

/** What each request of somebody signed in costs once their view is cached. */
const COSTS: readonly Row[] = [
  {
    what: 'GET /api/me by cookie: the view and the throttle in one',
    send: ({ browser }) => browser.get('/api/me'),
    costs: { redis: 1, postgres: 0 },
  },
  {
    what: 'GET /api/me by Bearer: the same',
    send: (person, bare) => bare.get('/api/me', bearer(person)),
    costs: { redis: 1, postgres: 0 },
  },
  {
    what: 'a protected page: the middleware asks who it is, and the page nothing more',
    send: ({ browser }) => browser.get('/dashboard'),
    costs: { redis: 1, postgres: 0 },
  },
  {
    what: 'GET /api/auth/session: the same as any other request of the API',
    send: ({ browser }) => browser.get('/api/auth/session'),
    costs: { redis: 1, postgres: 0 },
  },
  {
    what: 'GET /api/me with tokens of a session that is over, shown again: PostgreSQL is not asked any more',
    send: async ({ browser }, bare) => {
      if (bare.cookies.size === 0) {
        for (const [name, value] of browser.cookies) bare.cookies.set(name, value);
        await browser.post('/api/logout');
      }
      return bare.copy().get('/api/me');
    },
    costs: { redis: 2, postgres: 0 },
    status: 401,
  },
  {
    what: 'GET /api/users: the view, the rules and the throttle in one; the count, who is on the page, and those people',
    send: ({ browser }) => browser.get('/api/users?search=robin&status=active'),
    costs: { redis: 1, postgres: 3 },
    role: 'admin',
  },
  {
    what: 'the page of a person: the person, their roles, the levels of these and their picture once; what happened last, and who did it',
    send: async ({ browser }) => {
      const me = await browser.get('/api/me');
      return browser.get(`/admin/users/${String(me.body['id'])}`);
    },
    costs: { redis: 2, postgres: 6 },
    role: 'admin',
  },
  {
    what: 'POST /api/refresh: the swap is one statement',
    send: ({ browser }) => browser.post('/api/refresh'),
    costs: { redis: 1, postgres: 1 },
  },
  {
    what: 'GET /api/me without a living access token: the swap, then the view and the throttle in one',
    send: ({ browser }) => {
      browser.cookies.delete('access_token');
      return browser.get('/api/me');
    },
    costs: { redis: 1, postgres: 1 },
  },
];

describe.skipIf(!hasRedis)(`round trips${hasRedis ? '' : ` (${REDIS_WANTED})`}`, () => {
  beforeAll(async () => {
    [database, redis] = await Promise.all([cloneDatabase(), startRedis()]);
    const [ofRedis, ofPostgres] = await Promise.all([startCountingProxy(redis.url), startCountingProxy(database.url)]);
    proxies = { redis: ofRedis, postgres: ofPostgres };
    server = await startServer({
      database,
      redis: ofRedis,
      // Counting what is done asks nothing of anybody.
      env: { DATABASE_URL: ofPostgres.url, THROTTLE_ANONYMOUS: '1000', METRICS_TOKEN: 'a token of this very test' },
    });
  });
  afterAll(async () => {
    await server?.stop();
    await Promise.all([proxies?.redis.stop(), proxies?.postgres.stop()]);
    await Promise.all([database?.drop(), redis?.stop()]);
  });

  it.each(COSTS)(
    '$what ($costs.redis of Redis, $costs.postgres of PostgreSQL)',
    async ({ send, costs, status = 200, role }) => {
      const person = await (role === undefined ? signedInPerson(server) : signedInWithRole(server, role));
      const bare = client(server);
      await send(person, bare);
      const found = await roundTripsOf(proxies, async () => expect((await send(person, bare)).status).toBe(status));
      expect(found).toEqual(costs);
    },
  );
});
