import { getEnv } from '@/lib/core/env';
import { offeredProviders } from '@/lib/core/offered-providers';
import { getMailTransport } from '@/lib/infra/mail/mail-transport';
import { isPermitted } from '@/lib/domain/access/authorize';
import { findPasswordLink } from '@/lib/domain/password-links';
import { hasPassword, toUserOutput } from '@/lib/domain/people';
import { findBrowserRegistration, findLinkChallenge } from '@/lib/domain/registrant-proof';
import type { Permission } from '@/lib/shared/authorization';
import type { CaptchaSetting } from '@/lib/shared/captcha';
import type { ProviderName } from '@/lib/shared/providers';
import type { UserOutput } from '@/lib/shared/schemas/user';
import { getPageContext } from './page-context';

/** Whether somebody is signed in, activated or not. */
export async function isSignedIn(): Promise<boolean> {
  return (await getPageContext()).actor !== null;
}

/**
 * The address of the registration that this browser can vouch for, by its activation cookie or its session: it was
 * typed here. Null when it can vouch for none.
 */
export async function findRegisteredEmail(): Promise<string | null> {
  return (await findBrowserRegistration(await getPageContext()))?.user.email ?? null;
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

/** What a link to set a password was sent for; null when it would not be taken now. Only looks; nothing is spent. */
export async function findUsableLinkPurpose(token: string): Promise<'reset' | 'invitation' | null> {
  const link = await findPasswordLink(await getPageContext(), token);
  return link?.isUsable ? link.purpose : null;
}

/** The address of who is signed in; undefined for strangers, and for who has not proven yet that it is theirs. */
export async function getOwnEmail(): Promise<string | undefined> {
  const person = (await getPageContext()).actor?.person;
  return person?.isActivated ? person.email : undefined;
}

/** Who is signed in, as `GET /api/me` would say it; null for strangers, and for who is not activated. */
export async function findOwnUser(): Promise<UserOutput | null> {
  const person = (await getPageContext()).actor?.person;
  return person?.isActivated ? toUserOutput(person) : null;
}

/** Whether who is signed in has a password, rather than only a provider to come in through. */
export async function hasOwnPassword(): Promise<boolean> {
  const ctx = await getPageContext();
  return ctx.actor !== null && hasPassword(ctx, ctx.actor.person.id);
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

/** The providers that one may sign in with here. */
export function providersOffered(): ProviderName[] {
  return offeredProviders(getEnv()).map(({ name }) => name);
}

/**
 * Which of these the signed-in person may do on all of their kind now, by roles and rules; nothing for strangers.
 * Nothing either while there is a rule that nobody understands: pages that only offer things go on, and whoever asks
 * an operation is refused.
 */
export async function permittedTo<P extends Permission>(permissions: readonly P[]): Promise<ReadonlySet<P>> {
  const ctx = await getPageContext();
  if (!ctx.actor?.person.isActivated) return new Set();
  try {
    return new Set(permissions.filter((permission) => isPermitted(ctx, permission, 'on all')));
  } catch (error) {
    ctx.log.error({ requestId: ctx.client.requestId, err: error }, 'the rules are not understood');
    return new Set();
  }
}
