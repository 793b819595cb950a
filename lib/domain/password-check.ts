import { getEnv } from '@/lib/core/env';
import { Problem } from '@/lib/core/problem';
import { verifyCaptcha } from '@/lib/infra/captcha';
import type { ProblemCode } from '@/lib/shared/problems';
import { addressBlock } from './address-block';
import { recordAudit } from './audit';
import type { Context } from './context';
import type { LockoutName } from './limit-table';
import { clearAttempts, giveBackAttempt, judgeCounted, takeAttempts } from './limits';

/** What every operation that takes a password as proof counts, and may refuse with: what `judgePassword` does. */
export const PASSWORD_PROOF = {
  limits: ['login.account_address', 'login.address', 'login.account'],
  problems: [
    'invalid_credentials',
    'account_suspended',
    'captcha_required',
    'captcha_failed',
    'captcha_unavailable',
    'too_many_attempts',
  ],
} as const satisfies { limits: readonly LockoutName[]; problems: readonly ProblemCode[] };

/** Puts a wrong password on the record with whose account was tried; if it is nobody's, then without the address. */
export async function recordWrongPassword(
  ctx: Context,
  event: 'session.refused' | 'activation.failed',
  email: string,
): Promise<void> {
  const tried = await ctx.db.user.findUnique({ where: { email }, select: { id: true } });
  const data = { refusal: 'invalid_credentials', method: 'password' };
  await recordAudit(ctx.db, ctx, { event, outcome: 'failure', subjectId: tried?.id ?? null, data });
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
  const here = `${email} ${ip}`;
  const taken = await takeAttempts(
    ctx.store,
    [
      ['login.account_address', here],
      ['login.address', ip],
      ['login.account', email],
    ],
    (refusal) => passCaptcha(ctx, refusal, captcha),
  );
  const result = await judgeCounted(ctx.store, taken, judge);
  if (result === null) throw new Problem('invalid_credentials');
  await Promise.all([
    clearAttempts(ctx.store, 'login.account_address', here),
    giveBackAttempt(ctx.store, 'login.address', ip),
    clearAttempts(ctx.store, 'login.account', email),
  ]);
  return result;
}

/** A count that asks for a captcha is satisfied by one. Where captcha is off there is nothing to ask for. */
async function passCaptcha(ctx: Context, refusal: unknown, captcha?: string): Promise<void> {
  if (!(refusal instanceof Problem) || refusal.code !== 'captcha_required') throw refusal;
  if (!getEnv().isCaptchaOn) return;
  if (!captcha) throw refusal;
  await verifyCaptcha(ctx, captcha);
}
