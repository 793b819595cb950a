import { Problem } from '@/lib/core/problem';
import { hashSecret } from '@/lib/infra/password-hash';
import { addressBlock } from '@/lib/domain/address-block';
import { recordAudit, recordRefusal } from '@/lib/domain/audit';
import { inTransaction, type Context } from '@/lib/domain/context';
import { findIncomingSession } from '@/lib/domain/incoming-session';
import { clearAttempts, giveBackAttempt, judgeCounted, takeAttempts } from '@/lib/domain/limits';
import { assertNotBreached, assertUnlikePerson } from '@/lib/domain/new-password';
import { findPasswordLink, type PasswordLink } from '@/lib/domain/password-links';
import { getResettingPerson, resetByLink } from '@/lib/domain/password-reset';
import { defineUseCase } from '@/lib/domain/use-case';
import { resetPasswordInput } from '@/lib/shared/schemas/reset-password';
import { messageOutput } from '@/lib/shared/schemas/session';

/** Sets the password of whoever has the link of a mail: a reset or an invitation. It signs nobody in. */
export const resetPassword = defineUseCase({
  summary: 'Set a password with the link of a mail; every session ends',
  access: 'anyone',
  countsFor: 'session',
  silentRefresh: false,
  limits: ['reset.address'],
  input: resetPasswordInput,
  // Whose it is, only the link knows: likeness to the person is judged after it.
  chosenPassword: { field: 'new_password', ownerOf: () => ({}) },
  output: messageOutput,
  problems: ['invalid_token', 'too_many_attempts'],
  run: async (ctx, input) => {
    const link = await judgeLink(ctx, input.token);
    const person = await getResettingPerson(ctx, link);
    assertUnlikePerson(person, input.new_password, 'new_password');
    await assertNotBreached(input.new_password, 'new_password');
    const passwordHash = await hashSecret(input.new_password);
    const reset = { link, person, passwordHash, earlier: await findIncomingSession(ctx) };
    await inTransaction(ctx, (tx) => resetByLink(ctx, tx, reset)).catch((error: unknown) =>
      recordRefusal(ctx, 'password.reset_refused', link.userId, error),
    );
    await forgetWrongPasswords(ctx, person.email);
    ctx.outgoing.session = null;
    ctx.outgoing.activation = null;
    return { message: 'Your password is set. Sign in with it.' };
  },
});

/**
 * The usable link of a token. The try is counted before it is judged and given back when the token is right: whoever has
 * it may take as many tries at a password as it needs. Throws `invalid_token`, on the record, or `too_many_attempts`.
 */
async function judgeLink(ctx: Context, token: string): Promise<PasswordLink> {
  const ip = addressBlock(ctx.client.ip);
  const taken = await takeAttempts(ctx.store, [['reset.address', ip]]);
  const link = await judgeCounted(ctx.store, taken, () => findPasswordLink(ctx, token));
  if (!link?.isUsable) {
    const subjectId = link?.userId ?? null;
    const data = { refusal: 'invalid_token' };
    await recordAudit(ctx.db, ctx, { event: 'password.reset_refused', outcome: 'failure', subjectId, data });
    throw new Problem('invalid_token');
  }
  await giveBackAttempt(ctx.store, 'reset.address', ip);
  return link;
}

/**
 * Wrong guesses at the old password are nothing to the new one: the account asks for no captcha on their account, and
 * its owner can sign in from here at once. What other addresses have used up stays used up.
 */
async function forgetWrongPasswords(ctx: Context, email: string): Promise<void> {
  await Promise.all([
    clearAttempts(ctx.store, 'login.account', email),
    clearAttempts(ctx.store, 'login.account_address', `${email} ${addressBlock(ctx.client.ip)}`),
  ]);
}
