import { getEnv } from '@/lib/core/env';
import { getMailTransport } from '@/lib/infra/mail/mail-transport';
import type { CaptchaSetting } from '@/lib/shared/captcha';
import { findBrowserRegistration, findLinkChallenge } from '@/lib/domain/registrant-proof';
import { getPageContext } from './page-context';

/** Whether somebody is signed in, activated or not. */
export async function isSignedIn(): Promise<boolean> {
  return (await getPageContext()).actor !== null;
}

/** Whether this browser can vouch for a registration, by its activation cookie or its session. */
export async function hasActivationProof(): Promise<boolean> {
  return (await findBrowserRegistration(await getPageContext())) !== null;
}

/**
 * Whether this browser can vouch for the registration behind a link, so that it need not be asked for the password. A
 * link that leads nowhere asks for none either: using it says so. Only looks; nothing is spent.
 */
export async function hasLinkProof(token: string): Promise<boolean> {
  const ctx = await getPageContext();
  const [challenge, own] = await Promise.all([findLinkChallenge(ctx, token), findBrowserRegistration(ctx)]);
  return !challenge || challenge.usedAt !== null || own?.id === challenge.registration.id;
}

/** Whether mails are kept for /dev/mailbox instead of being sent: in development, as long as no mail server is set. */
export function isMailKeptHere(): boolean {
  return getMailTransport().name === 'mailbox';
}

/** What the forms have to know of the captcha. Only development says that it is off because there are no keys. */
export function captchaSetting(settings = getEnv()): CaptchaSetting {
  const { isCaptchaOn, RECAPTCHA_SITE_KEY, CAPTCHA, mode } = settings;
  if (isCaptchaOn && RECAPTCHA_SITE_KEY !== undefined) return { siteKey: RECAPTCHA_SITE_KEY };
  return mode === 'development' && CAPTCHA === undefined ? 'keyless' : 'off';
}

/** Whether one may sign in with Google here. */
export function isGoogleOffered(): boolean {
  return getEnv().GOOGLE_CLIENT_ID !== undefined;
}
