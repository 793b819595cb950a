import { sha256 } from '@/lib/core/keyed-hash';
import { Problem } from '@/lib/core/problem';
import { verifySecret } from '@/lib/infra/password-hash';
import type { Context } from './context';
import { judgePassword, recordWrongPassword } from './password-check';
import { findPasswordOwner } from './password-owner';
import { registrationSalt } from './registrations';
import { openActivation } from './tokens';

/** A registration as the activation steps see it. */
export type FoundRegistration = {
  id: string;
  userId: string;
  firstName: string;
  activatedAt: Date | null;
  closedAt: Date | null;
  passwordHash: string;
  user: { id: string; email: string };
};

const withUser = { user: { select: { id: true, email: true } } } as const;

function findRegistration(ctx: Context, id: string | null | undefined): Promise<FoundRegistration | null> {
  return id == null ? Promise.resolve(null) : ctx.db.registration.findUnique({ where: { id }, include: withUser });
}

/**
 * The registration that this browser can vouch for: by the session that the registration's password opened, or by its
 * activation cookie, which may be left over from another one. Null when it has neither.
 */
export async function findBrowserRegistration(ctx: Context): Promise<FoundRegistration | null> {
  const bySession = await findRegistration(ctx, ctx.actor?.session.registrationId);
  return bySession ?? findRegistration(ctx, openActivation(ctx.incoming.activation, ctx.now()));
}

export type TypedProof = { email?: string | undefined; password?: string | undefined; captcha?: string | undefined };

/** Whose account it is when there is nothing left to activate. */
export type ActivePerson = { activeUserId: string };

/** The registration that an e-mail address and its password vouch for. Counts as a sign-in attempt. */
export async function findRegistrationByPassword(
  ctx: Context,
  { email, password, captcha }: { email: string; password: string; captcha?: string | undefined },
): Promise<FoundRegistration | ActivePerson> {
  const owner = await judgePassword(ctx, { email, captcha }, async () => {
    const found = await findPasswordOwner(ctx, email, password);
    if (!found) await recordWrongPassword(ctx, 'activation.failed', email);
    return found;
  });
  const registration = await findRegistration(ctx, owner.registrationId);
  return registration ?? { activeUserId: owner.userId };
}

/** The challenge of a link's token, with its registration; null when nothing has this token. */
export async function findLinkChallenge(ctx: Context, token: string) {
  const challenge = await ctx.db.challenge.findUnique({
    where: { tokenHash: sha256(token) },
    include: { registration: { include: withUser } },
  });
  return challenge?.registration ? { ...challenge, registration: challenge.registration } : null;
}

/** For whoever has the link, and so knows that there is an account, and is asked for nothing but its password. */
const WRONG_PASSWORD = {
  detail: 'Nothing was activated: this needs the password that was chosen with the registration.',
  fields: { password: ['This password is not right.'] },
};

/**
 * Proves that whoever opened a link is who registered: this very browser, or the registration's password. Nobody can be
 * tricked into activating what a stranger registered with their address.
 */
export async function assertRegistrant(
  ctx: Context,
  registration: FoundRegistration,
  typed: TypedProof,
): Promise<void> {
  const own = await findBrowserRegistration(ctx);
  if (own?.id === registration.id) return;
  const { password, captcha } = typed;
  if (password === undefined) {
    throw new Problem('unauthenticated', { detail: 'Type the password of this account to activate it.' });
  }
  const { email } = registration.user;
  await judgePassword(ctx, { email, captcha }, async () => {
    const isRight = await verifySecret(password, registration.passwordHash, registrationSalt(email));
    if (isRight && (typed.email === undefined || typed.email === email)) return true;
    await recordWrongPassword(ctx, 'activation.failed', email);
    if (typed.email === undefined) throw new Problem('invalid_credentials', WRONG_PASSWORD);
    return null;
  });
}
