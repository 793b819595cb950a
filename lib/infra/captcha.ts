import { z } from 'zod';
import { getEnv } from '@/lib/core/env';
import { keyedHash } from '@/lib/core/keyed-hash';
import { Problem } from '@/lib/core/problem';
import { boundedBody } from './bounded-body';
import type { Counters, LockoutRule } from './store/store';

/** Contract §1: a verifier that has not answered by then is out of service, in milliseconds. */
const VERIFY_WITHIN_MS = 3_000;

/** The answer of a verifier is a few hundred bytes; what is longer is none. */
const MAX_ANSWER_BYTES = 16 * 1024;

/** As reCAPTCHA writes an answer. It has one spelling, so that a space more does not make another of it. */
const AS_WRITTEN = /^[\w-]+$/;

/** Google's tokens are good for two minutes; they are remembered for longer than that. */
const REMEMBERED_MS = 5 * 60 * 1000;
const ONCE: LockoutRule = { points: 1, windowMs: REMEMBERED_MS, closedMs: REMEMBERED_MS };

/** What reCAPTCHA's siteverify answers. */
const verdict = z.object({ success: z.boolean(), hostname: z.string().optional() });
type Verdict = z.output<typeof verdict>;

/** Who shows a token: where from, and where it is remembered. */
type Asking = { client: { ip: string }; store: Pick<Counters, 'take' | 'giveBack'> };

/**
 * Asks the verifier about the answer of a widget. Throws `captcha_failed` (missing, wrong, used, or solved on another
 * site) or `captcha_unavailable` (no answer, an error, or nonsense). A token is taken before it is judged, so that of
 * several requests that show it, on any instance, one passes; it may be shown again when nobody could judge it.
 */
export async function verifyCaptcha({ client, store }: Asking, token: string | undefined): Promise<void> {
  if (token === undefined || !AS_WRITTEN.test(token)) throw new Problem('captcha_failed');
  const key = `captcha:${keyedHash('limit-key', token).toString('base64url')}`;
  const { isAllowed } = await store.take(key, ONCE);
  if (!isAllowed) throw new Problem('captcha_failed');
  let answer: Verdict;
  try {
    answer = await askVerifier(token, client.ip);
  } catch (error) {
    await store.giveBack(key, ONCE);
    throw new Problem('captcha_unavailable', { cause: error });
  }
  const isOurs = answer.hostname === new URL(getEnv().APP_URL).hostname;
  if (!answer.success || !isOurs) throw new Problem('captcha_failed');
}

async function askVerifier(token: string, ip: string): Promise<Verdict> {
  const { RECAPTCHA_VERIFY_URL, RECAPTCHA_SECRET_KEY = '' } = getEnv();
  const answer = await fetch(RECAPTCHA_VERIFY_URL, {
    method: 'POST',
    body: new URLSearchParams({ secret: RECAPTCHA_SECRET_KEY, response: token, remoteip: ip }),
    signal: AbortSignal.timeout(VERIFY_WITHIN_MS),
    redirect: 'error',
  });
  if (!answer.ok) throw new Error(`the captcha verifier answered ${answer.status}`);
  const said = await boundedBody(answer, MAX_ANSWER_BYTES, 'the captcha verifier');
  return verdict.parse(JSON.parse(Buffer.from(said).toString()));
}
