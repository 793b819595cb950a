import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LIMITS, type Limit, type LimitName } from '@/lib/domain/limit-table';
import { catalogue } from '@/lib/http/catalogue';
import { startCaptchaVerifier, type CaptchaVerifier } from '../../harness/captcha-verifier';
import { client, type Answer } from '../../harness/client';
import { useInstances } from '../../harness/instances';
import { waitForMail, mailsTo } from '../../harness/mailbox';
import { newPerson, registrationOf } from '../../harness/people';
import { hasRedis, REDIS_WANTED } from '../../harness/redis';
import { startServer, type TestServer } from '../../harness/server';
import { SPENDINGS, type ServerOf } from './spendings';

/** More than the hundred sign-ins of one address that one of the lockouts lets through. */
const THROTTLE_ANONYMOUS = 150;

const NAMES = Object.keys(LIMITS) as LimitName[];

/** The pause stands before the hour's fifth mail: limits/reopening.test.ts has shorter ones. */
const TESTED = NAMES.filter((name) => name !== 'resend.account');

let verifier: CaptchaVerifier;
beforeAll(async () => {
  verifier = await startCaptchaVerifier();
});
afterAll(() => verifier?.stop());

const settings = () => ({ ...verifier.settings, THROTTLE_ANONYMOUS: String(THROTTLE_ANONYMOUS) });

function expectRefusal(answer: Answer, { refusal, windowSeconds, closedSeconds }: Limit): void {
  expect(answer.body['code']).toBe(refusal);
  expect(answer.headers.get('ratelimit')).toMatch(/^"\w+";r=\d+;t=\d+$/);
  const retryAfter = answer.headers.get('retry-after');
  expect(answer.body['retry_after_seconds'] ?? null).toBe(retryAfter === null ? null : Number(retryAfter));
  // Whoever is asked for a captcha has nothing to wait for.
  if (refusal === 'captcha_required') return expect(retryAfter).toBeNull();
  const longest = closedSeconds ?? windowSeconds;
  expect(Number(retryAfter)).toBeGreaterThan(closedSeconds === null ? 0 : longest - 40);
  expect(Number(retryAfter)).toBeLessThanOrEqual(longest);
}

function edges(serverOf: ServerOf): void {
  // asvs:2.3.2 asvs:2.4.1 asvs:6.3.1 asvs:6.6.3
  describe.each(TESTED)('%s', (name) => {
    const limit: Limit = LIMITS[name];
    const points = name === 'throttle.address' ? THROTTLE_ANONYMOUS : limit.points;

    it(`lets ${points} through, then neither one more nor what is right, and does not concern anybody else`, async () => {
      const { spend, passes, right, another, anotherPasses = passes } = await SPENDINGS[name].begin(serverOf);
      for (let n = 0; n < points; n += 1) expect((await spend(n)).status).toBe(passes);
      for (const refused of [spend(points), spend(points + 1), ...(right ? [right()] : [])]) {
        expectRefusal(await refused, limit);
      }
      expect((await another()).status).toBe(anotherPasses);
    });

    it(`lets exactly ${points} of ${points + 20} parallel ones through`, async () => {
      const { spend, passes } = await SPENDINGS[name].begin(serverOf);
      const answers = await Promise.all(Array.from({ length: points + 20 }, (_, n) => spend(n)));
      expect(answers.filter(({ status }) => status === passes)).toHaveLength(points);
      for (const refused of answers.filter(({ status }) => status !== passes)) expectRefusal(refused, limit);
    });
  });

  it('resend.account: five mails of twelve parallel registrations of one address, which all look the same', async () => {
    const [person, sentinel] = [newPerson(), newPerson()];
    const register = (n: number) => client(serverOf(n)).post('/api/register', registrationOf(person));
    const answers = await Promise.all(Array.from({ length: 12 }, (_, n) => register(n)));
    expect(answers.map(({ status }) => status)).toEqual(Array(12).fill(201));
    // A later mail is there, so nothing of before is still under way.
    await client(serverOf(0)).post('/api/register', registrationOf(sentinel));
    await waitForMail(serverOf(0), sentinel.email);
    expect(await mailsTo(serverOf(0), person.email)).toHaveLength(LIMITS['resend.account'].points);
  });
}

describe('the table of limits', () => {
  it.each(NAMES)('%s is used up by an operation of the catalogue, which says so', (name) => {
    const row = catalogue.find(({ method, path }) => `${method} ${path}` === SPENDINGS[name].operation);
    expect(row?.path).toBeDefined();
    if (!name.startsWith('throttle.')) expect(row?.useCase.limits).toContain(name);
  });
});

describe('in one process', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer({ env: settings() });
  });
  afterAll(() => server?.stop());
  edges(() => server);
});

describe.skipIf(!hasRedis)(`over two instances of one Redis${hasRedis ? '' : ` (${REDIS_WANTED})`}`, () => {
  const { one, other } = useInstances(settings);
  edges((n) => (n % 2 === 0 ? one : other));
});
