import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LIMITS, type LimitName, type LockoutName } from '@/lib/domain/limit-table';
import { startCaptchaVerifier, type CaptchaVerifier } from '../../harness/captcha-verifier';
import { useInstances } from '../../harness/instances';
import { until } from '../../harness/poll';
import { hasRedis, REDIS_WANTED } from '../../harness/redis';
import { startServer, type TestServer } from '../../harness/server';
import { SPENDINGS, type ServerOf, type Spending } from './spendings';

/** An hour takes 27 seconds here, a minute 450 ms: a hundred passwords are judged in time, also by a busy machine. */
const SCALE = 0.0075;
const GRACE_SECONDS = 15;
/** All wait for their turn, and then for the longest closure. */
const TEST_TIMEOUT_MS = 120_000;

const isLockout = (name: LimitName): name is LockoutName => LIMITS[name].closedSeconds !== null;
const LOCKOUTS = (Object.keys(LIMITS) as LimitName[]).filter(isLockout);

let verifier: CaptchaVerifier;
beforeAll(async () => {
  verifier = await startCaptchaVerifier();
});
afterAll(() => verifier?.stop());

const settings = () => ({
  ...verifier.settings,
  LOCKOUT_SECONDS_SCALE: String(SCALE),
  // Whoever waits here asks more often than the throttle would answer.
  THROTTLE_ANONYMOUS: '100000',
});

/**
 * Uses the limit up, by one try more than it lets through. Returns the moment before the last that passed, or before all
 * that went out at once.
 */
async function close(name: LockoutName, { spend, passes }: Spending): Promise<number> {
  const { points, refusal } = LIMITS[name];
  const tries = Array.from({ length: points + 1 }, (_, n) => n);
  let lastMs = performance.now();
  const isPaced = name === 'resend.account';
  const answers = isPaced ? [] : await Promise.all(tries.map(spend));
  for (const n of isPaced ? tries : []) {
    if (n < points) lastMs = performance.now();
    answers.push(await spend(n));
  }
  expect(answers.filter(({ status }) => status === passes)).toHaveLength(points);
  expect(answers.filter(({ body }) => body['code'] === refusal)).toHaveLength(1);
  return lastMs;
}

function reopenings(serverOf: ServerOf): void {
  // One uses up its limit at a time, or they would keep each other waiting until what is closed is open again; all of
  // them wait together.
  let turn = Promise.resolve();
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = turn.then(work);
    turn = done.then(
      () => undefined,
      () => undefined,
    );
    return done;
  }

  // asvs:2.3.2 asvs:6.1.1 asvs:6.3.1
  it.concurrent.each(LOCKOUTS)(
    '%s',
    async (name) => {
      const closedMs = LIMITS[name].closedSeconds * SCALE * 1000;
      const { spending, lastMs } = await inTurn(async () => {
        const begun = await SPENDINGS[name].begin(serverOf);
        return { spending: begun, lastMs: await close(name, begun) };
      });
      const { right = () => spending.spend(0), passes } = spending;
      const opened = await until(
        `${name} to open again`,
        async () => {
          const answer = await right();
          return answer.body['code'] === LIMITS[name].refusal ? null : answer;
        },
        closedMs / 1000 + GRACE_SECONDS,
      );
      expect(performance.now() - lastMs).toBeGreaterThanOrEqual(closedMs);
      expect(opened.status).toBe(spending.right ? 200 : passes);
    },
    TEST_TIMEOUT_MS,
  );
}

describe('what is closed opens again when its time is over, to what is right, and not before', () => {
  describe('in one process', () => {
    let server: TestServer;
    beforeAll(async () => {
      server = await startServer({ env: settings() });
    });
    afterAll(() => server?.stop());
    reopenings(() => server);
  });

  describe.skipIf(!hasRedis)(`over two instances of one Redis${hasRedis ? '' : ` (${REDIS_WANTED})`}`, () => {
    const { one, other } = useInstances(settings);
    reopenings((n) => (n % 2 === 0 ? one : other));
  });
});
