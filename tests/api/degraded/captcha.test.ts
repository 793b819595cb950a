import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inTime } from '../../degraded/in-time';
import { newCaptchaToken, startCaptchaVerifier, type CaptchaVerifier } from '../../harness/captcha-verifier';
import { client, type Answer } from '../../harness/client';
import { newPerson, registrationOf, signedInAgain, signedInPerson } from '../../harness/people';
import { startRelay, type Relay } from '../../harness/relay';
import { startServer, type TestServer } from '../../harness/server';

let verifier: CaptchaVerifier;
let relay: Relay;
let server: TestServer;

const register = (token: string): Promise<Answer> =>
  client(server).post('/api/register', { ...registrationOf(newPerson()), 'g-recaptcha-response': token });

/** What wants a captcha is put off, without spending it; what wants none goes on. */
async function expectPutOff(): Promise<string> {
  const token = newCaptchaToken();
  const { status, body } = await inTime(register(token));
  expect([status, body['code']]).toEqual([503, 'captcha_unavailable']);
  const person = await signedInPerson(server);
  await inTime(signedInAgain(server, person));
  return token;
}

// asvs:16.5.2 asvs:16.5.3
describe('an instance whose captcha verifier', () => {
  let spared = '';

  beforeAll(async () => {
    verifier = await startCaptchaVerifier();
    relay = await startRelay(Number(new URL(verifier.settings.RECAPTCHA_VERIFY_URL).port));
    const RECAPTCHA_VERIFY_URL = `http://127.0.0.1:${relay.port}/siteverify`;
    server = await startServer({ env: { ...verifier.settings, RECAPTCHA_VERIFY_URL } });
    server.expectErrors(/captcha/);
  });
  afterAll(async () => {
    await server?.stop();
    await relay?.stop();
    await verifier?.stop();
  });

  it('Captcha, down: what asks for one is put off without spending it, and signing in goes on', async () => {
    await relay.kill9();
    spared = await expectPutOff();
    await relay.restart();
  });

  it('Captcha, hanging: the same, in time', async () => {
    relay.freeze();
    await expectPutOff();
    relay.thaw();
  });

  it('Captcha, back: the one that was solved before is good', async () => {
    expect((await register(spared)).status).toBe(201);
    expect((await register(newCaptchaToken())).status).toBe(201);
  });
});
