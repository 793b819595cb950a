import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inTime } from '../../degraded/in-time';
import { client, nextAddress, type Answer } from '../../harness/client';
import { newPerson, registrationOf, signedInPerson, type PersonInBrowser } from '../../harness/people';
import { until } from '../../harness/poll';
import { canStartRedis, startRedis, type TestRedis } from '../../harness/redis';
import { startServer, type TestServer } from '../../harness/server';

const GONE = 'Redis does not answer';
const BACK = 'Redis answers again';

let redis: TestRedis;
let server: TestServer;

const said = (words: string) => server.logs().filter((line) => line.includes(words)).length;

/** How often each code was answered. */
function codes(answers: Answer[]): Record<string, number> {
  const found: Record<string, number> = {};
  for (const { body } of answers) found[String(body['code'])] = (found[String(body['code'])] ?? 0) + 1;
  return found;
}

const times = <T>(count: number, ask: () => Promise<T>) => Promise.all(Array.from({ length: count }, ask));

/** What one address gets for fifty requests at once, and one account for fifteen wrong passwords. */
async function pressure(): Promise<{ looks: Answer[]; guesses: Answer[] }> {
  const [ip, from] = [nextAddress(), nextAddress()];
  const { email, password } = newPerson();
  const looks = await times(50, () => client(server, { ip }).get('/api/me'));
  const guesses = await times(15, () => client(server, { ip: from }).post('/api/login', { email, password }));
  return { looks, guesses };
}

async function expectLimits(): Promise<void> {
  const { looks, guesses } = await pressure();
  expect(codes(looks)).toEqual({ unauthenticated: 20, rate_limited: 30 });
  expect(codes(guesses)).toEqual({ invalid_credentials: 5, too_many_attempts: 10 });
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

/** Asks until it is said; whoever asks is a stranger each time. */
function untilSaid(words: string, count: number): Promise<boolean> {
  return until(`“${words}” in the log`, async () => {
    await client(server).get('/api/me');
    return said(words) >= count;
  });
}

// asvs:2.3.2 asvs:16.3.4 asvs:16.5.2
describe.skipIf(!canStartRedis)('an instance whose Redis', () => {
  beforeAll(async () => {
    redis = await startRedis();
    server = await startServer({ redis });
  });
  afterAll(async () => {
    await server?.stop();
    await redis?.stop();
  });

  it('Redis, down: every limit is held by the instance itself, and nobody notices', async () => {
    const person = await signedInPerson(server);
    await redis.kill9();
    await expectLimits();
    await expectLimits();
    await expectEverythingElse(person);
    expect([said(GONE), said(BACK)]).toEqual([1, 0]);
    await redis.restart();
    await untilSaid(BACK, 1);
  });

  it('Redis, hanging: the same, and nearly nobody waits for it', async () => {
    const person = await signedInPerson(server);
    redis.pause();
    await expectLimits();
    await expectEverythingElse(person);
    const startedAt = performance.now();
    for (let n = 0; n < 20; n += 1) expect((await person.browser.get('/api/me')).status).toBe(200);
    // One of them may have been the one that finds out whether it is back.
    expect(performance.now() - startedAt).toBeLessThan(2_000);
    expect([said(GONE), said(BACK)]).toEqual([2, 1]);
    redis.resume();
    await untilSaid(BACK, 2);
  });

  it('Redis, back: what ended meanwhile stays ended, and instances count together', async () => {
    const { browser } = await signedInPerson(server);
    const elsewhere = browser.copy();
    await elsewhere.get('/api/me');
    await redis.kill9();
    expect((await browser.post('/api/logout')).status).toBe(200);
    await redis.restart();
    await untilSaid(BACK, 3);
    expect((await elsewhere.get('/api/me')).status).toBe(401);
    await expectLimits();
    expect([said(GONE), said(BACK)]).toEqual([3, 3]);
  });
});
