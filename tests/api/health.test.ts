import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { client } from '../harness/client';
import { type CountingProxy, startCountingProxy } from '../harness/counting-proxy';
import { cloneDatabase, type TestDatabase } from '../harness/database';
import { until } from '../harness/poll';
import { canStartRedis, startRedis, type TestRedis } from '../harness/redis';
import { startServer, type TestServer } from '../harness/server';

const WELL = { database: 'ok', migrations: 'ok', redis: 'ok', mail: 'ok', jobs: 'ok' };

let database: TestDatabase;
let proxy: CountingProxy;
let redis: TestRedis | undefined;
let server: TestServer;

beforeAll(async () => {
  database = await cloneDatabase();
  proxy = await startCountingProxy(database.url);
  redis = canStartRedis ? await startRedis() : undefined;
  server = await startServer({ database, redis, env: { DATABASE_URL: proxy.url } });
});
afterAll(async () => {
  redis?.resume();
  await server?.stop();
  await Promise.all([proxy?.stop(), redis?.stop()]);
  await database?.drop();
});

/** What it says now and how long that took; what it said less than a second ago, it may say again. */
async function askReady() {
  const startedAtMs = performance.now();
  const { status, body } = await client(server).get('/api/health/ready');
  return { status, body, tookMs: performance.now() - startedAtMs };
}

function untilItSays(status: string): Promise<Awaited<ReturnType<typeof askReady>>> {
  return until(`ready to say ${status}`, async () => {
    const answer = await askReady();
    return answer.body['status'] === status ? answer : undefined;
  });
}

describe('200: GET /api/health/live', () => {
  it('says that the process answers, to anybody, however often, and by HEAD', async () => {
    const browser = client(server, { cookies: [['access_token', '%%']] });
    const answers = await Promise.all(Array.from({ length: 30 }, () => browser.get('/api/health/live')));
    expect(new Set(answers.map(({ status, text }) => `${status} ${text}`))).toEqual(new Set(['200 {"status":"live"}']));
    const [first] = answers;
    expect(first?.headers.get('cache-control')).toBe('private, no-store');
    expect(first?.headers.get('ratelimit')).toBeNull();
    const head = await browser.raw('HEAD', '/api/health/live/');
    expect([head.status, head.text]).toEqual([200, '']);
  });
});

describe('200: GET /api/health/ready', () => {
  // asvs:13.4.5
  it('says how each part is, and nothing else: no version, no address, no words of theirs', async () => {
    const { status, body } = await untilItSays('ready');
    expect({ status, body }).toEqual({ status: 200, body: { status: 'ready', checks: WELL } });
  });

  it('costs what one look costs, however many ask', async () => {
    await askReady();
    const before = proxy.roundTrips();
    const browser = client(server);
    const answers = await Promise.all(Array.from({ length: 100 }, () => browser.get('/api/health/ready')));
    // A look is four statements, and there is one in a second, however long this takes; the jobs look for work meanwhile.
    expect(proxy.roundTrips() - before).toBeLessThan(answers.length);
  });

  it.skipIf(!canStartRedis)('is degraded without Redis, and goes on: each instance counts for itself', async () => {
    redis?.pause();
    const { status, body, tookMs } = await untilItSays('degraded');
    expect([status, body['checks']]).toEqual([200, { ...WELL, redis: 'failing' }]);
    expect(tookMs).toBeLessThan(1_500);
    redis?.resume();
    await untilItSays('ready');
  });
});

describe('404: GET /api/metrics, where METRICS_TOKEN is not set', () => {
  it('is no path, whatever is presented', async () => {
    const headers = { authorization: 'Bearer ' };
    for (const options of [{}, { headers }]) {
      const { status, body } = await client(server).get('/api/metrics', options);
      expect([status, body['code']]).toEqual([404, 'not_found']);
    }
  });
});

describe('405', () => {
  it.each(['/api/health/live', '/api/health/ready', '/api/metrics'])('%s is only read', async (path) => {
    const { status, headers } = await client(server).post(path, {});
    expect([status, headers.get('allow')]).toEqual([405, 'GET, HEAD, OPTIONS']);
  });
});

describe('503: GET /api/health/ready', () => {
  it('is not ready without its database, and live all the same', async () => {
    server.expectErrors(/./);
    await proxy.stop();
    const { status, body, tookMs } = await untilItSays('unready');
    expect([status, body['checks']]).toEqual([503, { ...WELL, ...failing('database', 'migrations', 'mail', 'jobs') }]);
    expect(tookMs).toBeLessThan(1_500);
    expect((await client(server).get('/api/health/live')).status).toBe(200);
  });
});

function failing(...names: string[]): Record<string, string> {
  return Object.fromEntries(names.map((name) => [name, 'failing']));
}
