import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { catalogue } from '@/lib/http/catalogue';
import { newCaptchaToken, startCaptchaVerifier, type CaptchaWord } from '../harness/captcha-verifier';
import { client, nextAddress, type Answer } from '../harness/client';
import { useInstances } from '../harness/instances';
import { newPerson, registrationOf, signedInPerson, type Person } from '../harness/people';
import { hasRedis, REDIS_WANTED } from '../harness/redis';
import { useServer } from '../harness/use-server';

const TRIES_BEFORE_CAPTCHA = 20;
/** Contract §1 says 3 s; the rest is for a machine that is busy. */
const PUT_OFF_WITHIN_MS = 4_500;
const ONE_OF_TEN = { passed: 1, refused: 9 };

const verifier = await startCaptchaVerifier();
afterAll(verifier.stop);
const server = useServer({ env: verifier.settings });
beforeAll(() => server.expectErrors(/captcha/));

type Trying = { at?: { url: string }; person?: Person };

/** How many of these passed the captcha. */
function countPassed(answers: Answer[]) {
  const refused = answers.filter(({ body }) => body['code'] === 'captcha_failed').length;
  return { passed: answers.length - refused, refused };
}

const outcome = ({ status, body }: Answer) => [status, body['code']];

function register(token?: string, { at, person = newPerson() }: Trying = {}): Promise<Answer> {
  return client(at ?? server).post('/api/register', { ...registrationOf(person), 'g-recaptcha-response': token });
}

describe('registering where captcha is on', () => {
  // asvs:2.4.1
  it('goes through with a solved one, of which the verifier is asked once', async () => {
    const token = newCaptchaToken();
    expect((await register(token)).status).toBe(201);
    expect(verifier.timesAsked(token)).toBe(1);
  });

  // asvs:2.4.1
  it.each([
    undefined,
    '',
    ' ',
    `${newCaptchaToken()} `,
    `${newCaptchaToken()}\n`,
    ...(['wrong', 'foreign', 'nameless'] as CaptchaWord[]).map(newCaptchaToken),
  ])('is refused with %j', async (token) => {
    expect(outcome(await register(token))).toEqual([400, 'captcha_failed']);
  });

  it('is refused with a token that was shown before, whatever the verifier says the second time', async () => {
    const token = newCaptchaToken();
    expect((await register(token)).status).toBe(201);
    expect(outcome(await register(token))).toEqual([400, 'captcha_failed']);
    expect(verifier.timesAsked(token)).toBe(1);
  });

  it('lets one of ten through that show one token at the same time', async () => {
    const token = newCaptchaToken();
    const tries = await Promise.all(Array.from({ length: 10 }, () => register(token)));
    expect(countPassed(tries)).toEqual(ONE_OF_TEN);
    expect(verifier.timesAsked(token)).toBe(1);
  });

  // asvs:16.5.2 asvs:16.5.3
  it.each(['nonsense', 'untyped', 'broken', 'elsewhere', 'endless', 'hanging'] as const)(
    'is put off by a verifier that is %s, soon after three seconds at the latest, and the token is not spent',
    async (word) => {
      const token = newCaptchaToken();
      verifier.insist(word);
      const startedAt = performance.now();
      const answer = await register(token).finally(() => verifier.insist(undefined));
      expect(outcome(answer)).toEqual([503, 'captcha_unavailable']);
      expect(performance.now() - startedAt).toBeLessThan(PUT_OFF_WITHIN_MS);
      expect((await register(token)).status).toBe(201);
    },
  );

  it('asks about the captcha only when the rest of the form is right', async () => {
    const token = newCaptchaToken();
    const person = newPerson({ email: 'nobody' });
    expect(outcome(await register(token, { person }))).toEqual([400, 'invalid_input']);
    expect(verifier.timesAsked(token)).toBe(0);
  });
});

describe('an account under attack from many addresses', () => {
  async function attack({ email }: Person): Promise<void> {
    const guess = () => client(server, { ip: nextAddress() }).post('/api/login', { email, password: 'wrong' });
    const guesses = await Promise.all(Array.from({ length: TRIES_BEFORE_CAPTCHA + 5 }, guess));
    expect(guesses.filter(({ status }) => status === 401)).toHaveLength(TRIES_BEFORE_CAPTCHA);
  }

  async function attackedPerson(): Promise<Person> {
    const person = newPerson();
    expect((await register(newCaptchaToken(), { person })).status).toBe(201);
    await attack(person);
    return person;
  }
  const signIn = ({ email, password }: Person, token?: string) =>
    client(server).post('/api/login', { email, password, 'g-recaptcha-response': token });

  // asvs:6.3.1 asvs:2.4.1
  it('asks for a captcha after twenty wrong passwords, and is open to whoever solves it', async () => {
    const person = await attackedPerson();
    expect(outcome(await signIn(person))).toEqual([403, 'captcha_required']);
    expect(outcome(await signIn(person, newCaptchaToken('wrong')))).toEqual([400, 'captcha_failed']);
    const token = newCaptchaToken();
    expect((await signIn(person, token)).status).toBe(200);
    expect(verifier.timesAsked(token)).toBe(1);
    expect((await signIn(person)).status).toBe(200);
  });

  type Attempt = (token?: string) => Promise<Answer>;

  /** Everything that takes a password as proof. */
  const PROOFS: readonly [string, () => Promise<Attempt>][] = [
    [
      'signing in',
      async () => {
        const person = await attackedPerson();
        return (token) => signIn(person, token);
      },
    ],
    [
      'activating by password',
      async () => {
        const { email, password } = await attackedPerson();
        const body = { activation_code: '000000', email, password };
        return (token) => client(server).post('/api/active-account', { ...body, 'g-recaptcha-response': token });
      },
    ],
    [
      'changing the password',
      async () => {
        const { browser, ...person } = await signedInPerson(server);
        await attack(person);
        const [current_password, fresh] = [person.password, 'a wholly new sentence'];
        const body = { current_password, new_password: fresh, confirm_password: fresh };
        return (token) => browser.post('/api/change-password', { ...body, 'g-recaptcha-response': token });
      },
    ],
  ];

  // asvs:6.3.1
  it.each(PROOFS)('is asked when %s, too, which is put off while nobody can judge the answer', async (_, begin) => {
    const attempt = await begin();
    expect(outcome(await attempt())).toEqual([403, 'captcha_required']);
    expect(outcome(await attempt(newCaptchaToken('wrong')))).toEqual([400, 'captcha_failed']);
    expect(outcome(await attempt(newCaptchaToken('broken')))).toEqual([503, 'captcha_unavailable']);
  });

  // asvs:6.3.1
  it('lets one solved captcha judge one password', async () => {
    const { email } = await attackedPerson();
    const token = newCaptchaToken();
    const guess = () => signIn({ ...newPerson(), email, password: 'wrong' }, token);
    const guesses = await Promise.all(Array.from({ length: 10 }, guess));
    expect(countPassed(guesses)).toEqual(ONE_OF_TEN);
    expect(verifier.timesAsked(token)).toBe(1);
  });
});

describe.skipIf(!hasRedis)(`two instances${hasRedis ? '' : ` (${REDIS_WANTED})`}`, () => {
  const { one, other } = useInstances(verifier.settings);

  it('let one of ten through between them that show one token, at the same time or later', async () => {
    const token = newCaptchaToken();
    const at = (n: number) => (n % 2 === 0 ? one : other);
    const tries = await Promise.all(Array.from({ length: 10 }, (_, n) => register(token, { at: at(n) })));
    expect(countPassed(tries)).toEqual(ONE_OF_TEN);
    for (const n of [0, 1]) expect(outcome(await register(token, { at: at(n) }))).toEqual([400, 'captcha_failed']);
    expect(verifier.timesAsked(token)).toBe(1);
  });
});

describe('the catalogue', () => {
  it('has no operation that would ask about one token twice', () => {
    const twice = catalogue.filter(
      ({ useCase }) => useCase.isCaptchaWanted && useCase.problems.includes('captcha_required'),
    );
    expect(twice.map(({ path }) => path)).toEqual([]);
  });
});
