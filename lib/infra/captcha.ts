import { z } from 'zod';
import { getEnv } from '@/lib/core/env';
import { Problem } from '@/lib/core/problem';

/** Contract §1: a verifier that has not answered by then is out of service, in milliseconds. */
const VERIFY_WITHIN_MS = 3_000;

/** What reCAPTCHA's siteverify answers. The service itself lets each token pass once only. */
const verdict = z.object({ success: z.boolean(), hostname: z.string().optional() });

/**
 * Asks the verifier about the answer of a widget. Throws `captcha_failed` (missing, wrong, used, or solved on another
 * site) or `captcha_unavailable` (no answer, an error, or nonsense).
 */
export async function verifyCaptcha(token: string | undefined, ip: string): Promise<void> {
  if (token === undefined || token === '') throw new Problem('captcha_failed');
  const { success, hostname } = await askVerifier(token, ip);
  if (!success || hostname !== new URL(getEnv().APP_URL).hostname) throw new Problem('captcha_failed');
}

async function askVerifier(token: string, ip: string): Promise<z.output<typeof verdict>> {
  const { RECAPTCHA_VERIFY_URL, RECAPTCHA_SECRET_KEY = '' } = getEnv();
  try {
    const answer = await fetch(RECAPTCHA_VERIFY_URL, {
      method: 'POST',
      body: new URLSearchParams({ secret: RECAPTCHA_SECRET_KEY, response: token, remoteip: ip }),
      signal: AbortSignal.timeout(VERIFY_WITHIN_MS),
      redirect: 'error',
    });
    if (!answer.ok) throw new Error(`the captcha verifier answered ${answer.status}`);
    return verdict.parse(await answer.json());
  } catch (error) {
    throw new Problem('captcha_unavailable', { cause: error });
  }
}
