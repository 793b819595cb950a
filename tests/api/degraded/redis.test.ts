import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { redisCheck } from '@/lib/cli/doctor/storage-checks';
import { inTime } from '../../degraded/in-time';
import { expectDoctorToSee, linesWith, untilReadySays } from '../../degraded/operator';
import { rowsOf } from '../../degraded/rows';
import { client, nextAddress, type Answer } from '../../harness/client';
import { newPerson, registrationOf, signedInPerson, type PersonInBrowser } from '../../harness/people';
import { until } from '../../harness/poll';
import { canStartRedis, startRedis, type TestRedis } from '../../harness/redis';
import { startServer, type TestServer } from '../../harness/server';

const GONE = 'Redis does not answer';
const BACK = 'Redis answers again';
/** Requests of a stranger in a minute: few, so that few are enough to see that there is a limit. */
const THROTTLE = 8;

let redis: TestRedis;
let server: TestServer;

/** How often the log says that it is gone, and that it is back. */
const said = () => [linesWith(server, GONE, '"level":"warn"').length, linesWith(server, BACK).length];

/** How often each code was answered. */
function codes(answers: Answer[]): Record<string, number> {
  const found: Record<string, number> = {};
  for (const { body } of answers) found[String(body['code'])] = (found[String(body['code'])] ?? 0) + 1;
  return found;
}

const times = <T>(count: number, ask: () => Promise<T>) => Promise.all(Array.from({ length: count }, ask));

/** One address gets so many requests at once, one account so many wrong passwords, and no more. */
async function expectLimits(): Promise<void> {
  const [ip, from] = [nextAddress(), nextAddress()];
  const { email, password } = newPerson();
  const [looks, guesses] = await Promise.all([
    times(2 * THROTTLE, () => inTime(client(server, { ip }).get('/api/me'))),
    times(THROTTLE, () => inTime(client(server, { ip: from }).post('/api/login', { email, password }))),
  ]);
  expect(codes(looks)).toEqual({ unauthenticated: THROTTLE, rate_limited: THROTTLE });
  expect(codes(guesses)).toEqual({ invalid_credentials: 5, too_many_attempts: THROTTLE - 5 });
}

/** Nothing but limits and speed stands on Redis: all else goes on, and nobody waits for long. */
async function expectEverythingElse({ browser, email, password }: PersonInBrowser): Promise<void> {
  const mine = () => browser.copy();
  const answers = await Promise.all([
    ...['/api/me', '/api/sessions', '/dashboard'].map((path) => inTime(mine().get(path))),
    inTime(mine().post('/api/refresh')),
    inTime(client(server).post('/api/login', { email, password })),
    inTime(client(server).post('/api/register', registrationOf(newPerson()))),
  ]);
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 201]);
}

/** Asks until the log says so; whoever asks is a stranger each time. */
function untilBack(count: number): Promise<boolean> {
  const ask = async () => {
    await client(server).get('/api/me');
    return said()[1] === count;
  };
  return until(`“${BACK}”`, ask, 10, 250);
}

// asvs:2.3.2 asvs:16.3.4 asvs:16.5.2
describe.skipIf(!canStartRedis)('an instance whose Redis', () => {
  const row = rowsOf('Redis', () => ({ ...redis, freeze: redis.pause, thaw: redis.resume }));

  beforeAll(async () => {
    redis = await startRedis();
    server = await startServer({ redis, env: { THROTTLE_ANONYMOUS: String(THROTTLE) } });
  });
  afterAll(async () => {
    await server?.stop();
    await redis?.stop();
  });

  row.down('every limit is held by the instance itself, and nobody notices', async (breakIt) => {
    const person = await signedInPerson(server);
    await breakIt();
    await Promise.all([expectEverythingElse(person), expectDoctorToSee(redisCheck, { REDIS_URL: redis.url })]);
    await expectLimits();
    await untilReadySays(server, 'degraded', ['redis']);
    expect(said()).toEqual([1, 0]);
  });

  row.hanging('the same, and nearly nobody waits for it', async (breakIt) => {
    await untilBack(1);
    const person = await signedInPerson(server);
    await breakIt();
    await Promise.all([expectEverythingElse(person), expectDoctorToSee(redisCheck, { REDIS_URL: redis.url })]);
    await expectLimits();
    const startedAt = performance.now();
    for (let n = 0; n < 10; n += 1) expect((await person.browser.get('/api/me')).status).toBe(200);
    // One of them may have been the one that finds out whether it is back.
    expect(performance.now() - startedAt).toBeLessThan(2_000);
    await untilReadySays(server, 'degraded', ['redis']);
    expect(said()).toEqual([2, 1]);
  });

  row.back('what ended meanwhile stays ended, and instances count together', async () => {
    await untilReadySays(server, 'ready');
    const { browser } = await signedInPerson(server);
    const elsewhere = browser.copy();
    expect((await elsewhere.get('/api/me')).status).toBe(200);
    await redis.kill9();
    expect((await browser.post('/api/logout')).status).toBe(200);
    await redis.restart();
    await untilBack(2);
    expect((await elsewhere.get('/api/me')).status).toBe(401);
    await expectLimits();
    expect(said()).toEqual([2, 2]);
    const looked = new Redis(redis.url);
    expect(await looked.keys('gatehouse:*')).not.toEqual([]);
    looked.disconnect();
  });
});
