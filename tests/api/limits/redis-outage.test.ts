import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { client, nextAddress, type Answer } from '../../harness/client';
import { newPerson, signedInPerson } from '../../harness/people';
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

  it('is dead holds every limit by itself, in fifty parallel requests, and says so once', async () => {
    const { browser } = await signedInPerson(server);
    await redis.kill9();
    await expectLimits();
    await expectLimits();
    expect((await browser.get('/api/me')).status).toBe(200);
    expect([said(GONE), said(BACK)]).toEqual([1, 0]);
    await redis.restart();
    await untilSaid(BACK, 1);
    await expectLimits();
    expect([said(GONE), said(BACK)]).toEqual([1, 1]);
  });

  it('hangs holds them too, and the next request waits no longer for it', async () => {
    const { browser } = await signedInPerson(server);
    redis.pause();
    await expectLimits();
    const answers = await times(50, () => browser.copy().get('/api/me'));
    expect(answers.filter(({ status }) => status >= 500)).toEqual([]);
    expect([said(GONE), said(BACK)]).toEqual([2, 1]);
    redis.resume();
    await untilSaid(BACK, 2);
    expect(said(GONE)).toBe(2);
  });
});
