import { afterAll, beforeAll, describe, expect } from 'vitest';
import { PROBLEMS } from '@/lib/shared/problems';
import { captchaCheck } from '@/lib/cli/doctor/outside-checks';
import { inTime } from '../../degraded/in-time';
import { expectDoctorToSee, linesWith, untilReadySays } from '../../degraded/operator';
import { rowsOf } from '../../degraded/rows';
import { newCaptchaToken, startCaptchaVerifier, type CaptchaVerifier } from '../../harness/captcha-verifier';
import { client, type Answer } from '../../harness/client';
import { sendForm } from '../../harness/page-forms';
import { activatedPerson, newPerson, registrationOf, signedInAgain, type PersonInBrowser } from '../../harness/people';
import { until } from '../../harness/poll';
import { startRelay, type Relay } from '../../harness/relay';
import { startServer, type TestServer } from '../../harness/server';

/** Wrong passwords for one account, from many addresses, after which it wants a captcha. */
const GUESSES = 20;
const CODE = 'captcha_unavailable';

let verifier: CaptchaVerifier;
let relay: Relay;
let server: TestServer;
let settings: CaptchaVerifier['settings'];
let attacked: PersonInBrowser;
/** What was solved while nobody could judge it. */
const spared: { toRegister: string; toSignIn: string }[] = [];

const register = (token: string): Promise<Answer> =>
  client(server).post('/api/register', { ...registrationOf(newPerson()), 'g-recaptcha-response': token });

function signIn({ email, password }: { email: string; password: string }, token?: string): Promise<Answer> {
  return client(server).post('/api/login', { email, password, 'g-recaptcha-response': token });
}

/** What wants a captcha is put off, without spending it; what wants none goes on; and why is in the log. */
async function expectPutOff(): Promise<void> {
  const solved = { toRegister: newCaptchaToken(), toSignIn: newCaptchaToken() };
  const person = await activatedPerson(server);
  const before = linesWith(server, CODE).length;
  const [registered, signedIn] = await Promise.all([
    inTime(register(solved.toRegister)),
    inTime(signIn(attacked, solved.toSignIn)),
    inTime(signedInAgain(server, person)),
    expectDoctorToSee(captchaCheck, settings),
  ]);
  for (const { status, body } of [registered, signedIn]) expect([status, body['code']]).toEqual([503, CODE]);
  await until('both in the log', () => linesWith(server, CODE, '"level":"error"', '"err":{').length === before + 2);
  spared.push(solved);
}

// asvs:16.5.2 asvs:16.5.3
describe('an instance whose captcha verifier', () => {
  const row = rowsOf('Captcha', () => relay);

  beforeAll(async () => {
    verifier = await startCaptchaVerifier();
    relay = await startRelay(Number(new URL(verifier.settings.RECAPTCHA_VERIFY_URL).port));
    settings = { ...verifier.settings, RECAPTCHA_VERIFY_URL: `http://127.0.0.1:${relay.port}/siteverify` };
    server = await startServer({ env: settings });
    server.expectErrors(/captcha/);
    attacked = await activatedPerson(server);
    const guess = { email: attacked.email, password: 'surely not the right one' };
    for (let n = 0; n < GUESSES; n += 1) await signIn(guess);
    expect((await signIn(attacked)).body['code']).toBe('captcha_required');
  });
  afterAll(async () => {
    await server?.stop();
    await relay?.stop();
    await verifier?.stop();
  });

  row.down('what asks for one is put off without spending it, and signing in goes on', async (breakIt) => {
    await breakIt();
    await expectPutOff();
    const sent = { headers: { origin: server.url }, fields: registrationOf(newPerson()) };
    const { text } = await inTime(sendForm(client(server), '/register', sent));
    expect(text).toContain(PROBLEMS.captcha_unavailable.detail);
    await untilReadySays(server, 'ready');
  });

  row.hanging('the same, in time', async (breakIt) => {
    await breakIt();
    await expectPutOff();
  });

  row.back('what was solved before is good', async () => {
    const before = server.logs().length;
    for (const { toRegister, toSignIn } of spared) {
      expect((await register(toRegister)).status).toBe(201);
      expect((await signIn(attacked, toSignIn)).status).toBe(200);
    }
    expect(server.logs().slice(before)).toEqual([]);
  });
});
