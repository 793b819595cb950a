import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startCaptchaVerifier, newCaptchaToken, type CaptchaVerifier } from '../../harness/captcha-verifier';
import { client, nextAddress, type Answer } from '../../harness/client';
import { useInstances } from '../../harness/instances';
import {
  activatedPerson,
  newPerson,
  registeredPerson,
  registrationOf,
  signedInPerson,
  type Person,
} from '../../harness/people';
import { tokenIn } from '../../harness/mailbox';
import { hasRedis, REDIS_WANTED } from '../../harness/redis';
import { useSharedServer } from '../../harness/use-server';

let verifier: CaptchaVerifier;
beforeAll(async () => {
  verifier = await startCaptchaVerifier();
});
afterAll(() => verifier?.stop());

const codes = (answers: Answer[]) => answers.map(({ body }) => body['code']);
const count = (answers: Answer[], wanted: number) => answers.filter(({ status }) => status === wanted).length;

describe.skipIf(!hasRedis)(`a stranger with many addresses${hasRedis ? '' : ` (${REDIS_WANTED})`}`, () => {
  const { one, other } = useInstances(() => verifier.settings);
  const serverOf = (n: number) => (n % 2 === 0 ? one : other);
  const signIn = (n: number, { email }: Person, password: string, captcha?: string) =>
    client(serverOf(n)).post('/api/login', { email, password, 'g-recaptcha-response': captcha });

  // What a young server loads with its first sign-in may take longer than it waits for Redis, where much else is going on.
  beforeAll(async () => {
    for (const n of [0, 1]) await signIn(n, newPerson(), 'not the password');
  });

  // asvs:6.1.1 asvs:6.3.1 asvs:2.4.1
  it('makes an account ask for a captcha, which lets its owner in and clears the count', async () => {
    const owner = await activatedPerson(one);
    const guesses = await Promise.all(Array.from({ length: 30 }, (_, n) => signIn(n, owner, 'not the password')));
    expect(count(guesses, 401)).toBe(20);
    expect(count(guesses, 403)).toBe(10);
    for (const n of [0, 1]) {
      const asked = await signIn(n, owner, owner.password);
      expect([asked.status, asked.body['code']]).toEqual([403, 'captcha_required']);
      expect(asked.headers.get('retry-after')).toBeNull();
    }
    expect((await signIn(1, owner, owner.password, newCaptchaToken())).status).toBe(200);
    const cleared = await Promise.all(Array.from({ length: 25 }, (_, n) => signIn(n, owner, 'not the password')));
    expect(count(cleared, 401)).toBe(20);
  });

  it('needs a captcha of its own for each further guess, and leaves the way open to the owner', async () => {
    const owner = await activatedPerson(one);
    await Promise.all(Array.from({ length: 20 }, (_, n) => signIn(n, owner, 'not the password')));
    const tokens = [1, 2, 3].map(() => newCaptchaToken());
    const guess = (captcha: string | undefined, n: number) => signIn(n, owner, 'still not', captcha);
    const solved = await Promise.all(tokens.map(guess));
    expect(codes(solved)).toEqual(Array(3).fill('invalid_credentials'));
    expect(codes(await Promise.all(tokens.map(guess)))).toEqual(Array(3).fill('captcha_failed'));
    expect(codes(await Promise.all([guess(undefined, 0), guess('', 1)]))).toEqual(Array(2).fill('captcha_required'));
    expect((await signIn(0, owner, owner.password, newCaptchaToken())).status).toBe(200);
  });

  it('changes nothing for who is signed in', async () => {
    const owner = await signedInPerson(one);
    await Promise.all(Array.from({ length: 25 }, (_, n) => signIn(n, owner, 'not the password')));
    expect((await owner.browser.get('/api/me')).status).toBe(200);
  });

  it('who uses up the code of a pending account leaves its link as a way in', async () => {
    const owner = await registeredPerson(one);
    const stranger = client(one);
    await stranger.post('/api/register', {
      ...registrationOf(owner),
      password: 'a strange one',
      confirm_password: 'a strange one',
    });
    const guess = () =>
      client(one, { cookies: stranger.cookies }).post('/api/active-account', { activation_code: '000000' });
    await Promise.all(Array.from({ length: 10 }, guess));
    const byCode = await owner.browser.post('/api/active-account', { activation_code: owner.code });
    expect(byCode.body['code']).toBe('too_many_attempts');
    expect((await owner.browser.post('/api/active-account', { token: tokenIn(owner.mail) })).status).toBe(200);
  });
});

describe('where captcha is switched off', () => {
  const server = useSharedServer();

  // asvs:6.1.1
  it('an account stays open to its owner after twenty wrong passwords: never a lock that a stranger can trigger', async () => {
    const owner = await activatedPerson(server);
    const guess = () => client(server).post('/api/login', { email: owner.email, password: 'not the password' });
    const guesses = await Promise.all(Array.from({ length: 25 }, guess));
    expect(count(guesses, 401)).toBe(25);
    const { email, password } = owner;
    expect((await client(server).post('/api/login', { email, password })).status).toBe(200);
  });

  // asvs:6.1.3 asvs:6.3.1 asvs:6.3.4
  it('one count is shared by every way in that takes a password: sign-in, change, activation', async () => {
    const { browser, email, password } = await signedInPerson(server);
    const ip = nextAddress();
    const wrong = 'not the password';
    const here = () => client(server, { ip, cookies: browser.cookies });
    const ways = {
      signIn: (typed: string) => client(server, { ip }).post('/api/login', { email, password: typed }),
      change: (typed: string) => {
        const fresh = 'seven green umbrellas';
        const body = { current_password: typed, new_password: fresh, confirm_password: fresh };
        return here().post('/api/change-password', body);
      },
      activate: (typed: string) =>
        client(server, { ip }).post('/api/active-account', { activation_code: '123456', email, password: typed }),
    };
    const { signIn, change, activate } = ways;
    const spent = [];
    for (const way of [signIn, change, activate, signIn, change]) spent.push(await way(wrong));
    expect(codes(spent)).toEqual(Array(5).fill('invalid_credentials'));
    for (const way of Object.values(ways)) {
      expect(codes([await way(wrong), await way(password)])).toEqual(Array(2).fill('too_many_attempts'));
    }
    expect((await client(server).post('/api/login', { email, password })).status).toBe(200);
  });

  it('a right password gives its try back to the address', async () => {
    const owner = await activatedPerson(server);
    const ip = nextAddress();
    const { email, password } = owner;
    for (let n = 1; n <= 12; n += 1) {
      expect((await client(server, { ip }).post('/api/login', { email, password })).status).toBe(200);
    }
  });
});
