import { getEnv } from '@/lib/core/env';
import { Problem } from '@/lib/core/problem';
import { verifyCaptcha } from '@/lib/infra/captcha';
import { hashLike, isSameHash } from '@/lib/infra/password-hash';
import { addressBlock } from './address-block';
import type { Context, Transaction } from './context';
import { clearAttempts, giveBackAttempt, takeAttempt, type LockoutName } from './limits';
import { registrationSalt } from './registrations';

/** Whose password it is; for a person not yet activated, which of the address's registrations it belongs to. */
export type PasswordOwner = { userId: string; registrationId: string | null; passwordHash: string };

/** The owner of `email` and `password`, or null. One hash, whether or not there is such an address. */
export async function findPasswordOwner(ctx: Context, email: string, password: string): Promise<PasswordOwner | null> {
  const user = await ctx.db.user.findUnique({ where: { email }, include: { credential: true } });
  const stored = user?.credential?.passwordHash ?? null;
  const passwordHash = await hashLike(password, stored, registrationSalt(email));
  if (!user) return null;
  if (user.activatedAt === null) return findRegistrant(ctx, user.id, passwordHash);
  return stored !== null && isSameHash(stored, passwordHash)
    ? { userId: user.id, registrationId: null, passwordHash }
    : null;
}

/** The registrations of an address share its salt, so the one that a password belongs to is found by its hash. */
async function findRegistrant(ctx: Context, userId: string, passwordHash: string): Promise<PasswordOwner | null> {
  const registration = await ctx.db.registration.findFirst({
    where: { userId, passwordHash, activatedAt: null, closedAt: null },
    orderBy: { id: 'desc' },
  });
  return registration && { userId, registrationId: registration.id, passwordHash };
}

/**
 * Locks the person and asks again, now that nothing can change under it, whether the password that was judged a moment
 * ago is still theirs: an activation, a new password or a suspension may have come in between. Throws
 * `invalid_credentials` or `account_suspended`. The lock lets those through that only refer to the person (a mail in
 * the transaction that ends a stolen session), so that nobody waits in a circle.
 */
export async function assertStillOwner(tx: Transaction, owner: PasswordOwner): Promise<void> {
  const [user] = await tx.db.$queryRaw<{ activated_at: Date | null; suspended_at: Date | null }[]>`
    SELECT activated_at, suspended_at FROM users WHERE id = ${owner.userId}::uuid FOR NO KEY UPDATE`;
  const { userId, registrationId: id, passwordHash } = owner;
  const held = id
    ? user?.activated_at === null && (await tx.db.registration.count({ where: { id, closedAt: null } }))
    : await tx.db.credential.count({ where: { userId, passwordHash } });
  if (!held) throw new Problem('invalid_credentials');
  if (user?.suspended_at) throw new Problem('account_suspended');
}

type Judged = { email: string; captcha?: string | undefined };

/**
 * Runs `judge` (null = the password is wrong) behind the three counts of wrong passwords, each taken before it and
 * returned when it is right. Throws `invalid_credentials`, `too_many_attempts`, or what the captcha says.
 */
export async function judgePassword<T>(
  ctx: Context,
  { email, captcha }: Judged,
  judge: () => Promise<T | null>,
): Promise<T> {
  const ip = addressBlock(ctx.client.ip);
  const counts: [LockoutName, string][] = [
    ['login.account_address', `${email} ${ip}`],
    ['login.address', ip],
    ['login.account', email],
  ];
  await takeAll(ctx, counts, captcha);
  const result = await judge();
  if (result === null) throw new Problem('invalid_credentials');
  await Promise.all([
    clearAttempts(ctx.store, 'login.account_address', `${email} ${ip}`),
    giveBackAttempt(ctx.store, 'login.address', ip),
    clearAttempts(ctx.store, 'login.account', email),
  ]);
  return result;
}

/** All or nothing: a try that is refused by one count is not judged, so the others get theirs back. */
async function takeAll(ctx: Context, counts: readonly [LockoutName, string][], captcha?: string): Promise<void> {
  const taken: [LockoutName, string][] = [];
  try {
    for (const [name, subject] of counts) {
      await takeAttempt(ctx.store, name, subject).catch((refusal) => passCaptcha(ctx, refusal, captcha));
      taken.push([name, subject]);
    }
  } catch (refusal) {
    await Promise.all(taken.map(([name, subject]) => giveBackAttempt(ctx.store, name, subject)));
    throw refusal;
  }
}

/** A count that asks for a captcha is satisfied by one. Where captcha is off there is nothing to ask for. */
async function passCaptcha(ctx: Context, refusal: unknown, captcha?: string): Promise<void> {
  if (!(refusal instanceof Problem) || refusal.code !== 'captcha_required') throw refusal;
  if (!getEnv().isCaptchaOn) return;
  if (!captcha) throw refusal;
  await verifyCaptcha(ctx, captcha);
}
