import { afterAll, beforeAll, describe, it } from 'vitest';
import { LIMITS, type LimitName, type LockoutName } from '@/lib/domain/limit-table';
import { catalogue } from '@/lib/http/catalogue';
import { startCaptchaVerifier, type CaptchaVerifier } from '../../harness/captcha-verifier';
import { useInstances } from '../../harness/instances';
import { until } from '../../harness/poll';
import { hasRedis, REDIS_WANTED } from '../../harness/redis';
import { startServer, type TestServer } from '../../harness/server';
import { SPENDINGS, type ServerOf } from './spendings';

/** An hour takes nine seconds here, a minute 150 ms. */
const SCALE = 0.0025;
const GRACE_SECONDS = 15;

const served = new Set(catalogue.map(({ method, path }) => `${method} ${path}`));
const isLockout = (name: LimitName): name is LockoutName => LIMITS[name].closedSeconds !== null;
const LOCKOUTS = (Object.keys(SPENDINGS) as LimitName[])
  .filter(isLockout)
  .filter((name) => served.has(SPENDINGS[name].operation));

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

function reopenings(serverOf: ServerOf): void {
  // asvs:2.3.2 asvs:6.1.1 asvs:6.3.1
  it.concurrent.each(LOCKOUTS)('%s', async (name) => {
    const { points, closedSeconds, refusal } = LIMITS[name];
    const { spend, passes, right = () => spend(0) } = await SPENDINGS[name].begin(serverOf);
    const isPaced = name === 'resend.account';
    const tries = Array.from({ length: points }, (_, n) => n);
    let lastMs = performance.now();
    const statuses: number[] = [];
    if (!isPaced) statuses.push(...(await Promise.all(tries.map(spend))).map(({ status }) => status));
    for (const n of isPaced ? tries : []) {
      lastMs = performance.now();
      statuses.push((await spend(n)).status);
    }
    if (statuses.some((status) => status !== passes)) throw new Error(`${name}: ${statuses.join(' ')}`);
    let refusals = 0;
    await until(
      `${name} to open again`,
      async () => {
        const { body, status } = await right();
        if (body['code'] === refusal) refusals += 1;
        else if (status >= 400 && status !== passes) throw new Error(`${name}: ${JSON.stringify(body)}`);
        return body['code'] !== refusal;
      },
      closedSeconds * SCALE + GRACE_SECONDS,
    );
    const closedMs = performance.now() - lastMs;
    if (refusals === 0) throw new Error(`${name} was never closed.`);
    if (closedMs < closedSeconds * SCALE * 1000) throw new Error(`${name} opened after ${closedMs} ms.`);
  });
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
