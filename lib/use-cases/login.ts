import { Problem } from '@/lib/core/problem';
import { recordAudit } from '@/lib/domain/audit';
import { inTransaction, type Context } from '@/lib/domain/context';
import { findIncomingSession } from '@/lib/domain/incoming-session';
import { findPasswordOwner, judgePassword, type PasswordOwner } from '@/lib/domain/password-check';
import { getPerson, nextPage, toUserOutput } from '@/lib/domain/people';
import { dropPersonView, openSession, revokeSessions } from '@/lib/domain/sessions';
import { defineUseCase } from '@/lib/domain/use-case';
import { loginInput, loginOutput } from '@/lib/shared/schemas/session';

/** Opens a session for an address and its password. An account not yet activated signs in too, and is gated. */
export const login = defineUseCase({
  summary: 'Sign in with e-mail address and password',
  access: 'anyone',
  silentRefresh: false,
  limits: ['login.account_address', 'login.address', 'login.account'],
  input: loginInput,
  output: loginOutput,
  problems: [
    'invalid_credentials',
    'account_suspended',
    'captcha_required',
    'captcha_failed',
    'captcha_unavailable',
    'too_many_attempts',
  ],
  run: async (ctx, input) => {
    const judged = { email: input.email, captcha: input['g-recaptcha-response'] };
    const owner = await judgePassword(ctx, judged, () => findOwnerOnRecord(ctx, input.email, input.password));
    const person = await getPerson(ctx, owner.userId);
    if (person.isSuspended) {
      const data = { refusal: 'account_suspended' };
      await recordAudit(ctx.db, ctx, { event: 'session.refused', outcome: 'failure', subjectId: person.id, data });
      throw new Problem('account_suspended');
    }
    await begin(ctx, owner, input.remember);
    if (person.isActivated) ctx.outgoing.activation = null;
    const user = toUserOutput({ ...person, lastLoginAtMs: ctx.now().getTime() });
    return { message: `Welcome back, ${person.firstName}.`, user, next: nextPage(person) };
  },
});

/** A wrong password is recorded with whose account was tried, if it is anybody's. */
async function findOwnerOnRecord(ctx: Context, email: string, password: string): Promise<PasswordOwner | null> {
  const owner = await findPasswordOwner(ctx, email, password);
  if (owner) return owner;
  const tried = await ctx.db.user.findUnique({ where: { email }, select: { id: true } });
  await recordAudit(ctx.db, ctx, {
    event: 'session.refused',
    outcome: 'failure',
    subjectId: tried?.id ?? null,
    data: { refusal: 'invalid_credentials' },
  });
  return null;
}

async function begin(ctx: Context, owner: PasswordOwner, remember: boolean): Promise<void> {
  const earlier = await findIncomingSession(ctx);
  await inTransaction(ctx, async (tx) => {
    // The session that this browser had before ends: it could not be signed out of any more (ASVS 7.2.4).
    if (earlier) await revokeSessions(ctx, tx, { id: earlier }, 'replaced');
    const sessionId = await openSession(ctx, tx, { ...owner, remember });
    await tx.db.user.update({ where: { id: owner.userId }, data: { lastLoginAt: ctx.now() } });
    dropPersonView(ctx, tx, owner.userId);
    const who = { subjectId: owner.userId, actorId: owner.userId, sessionId };
    await recordAudit(tx.db, ctx, {
      event: 'session.opened',
      outcome: 'success',
      ...who,
      data: { method: 'password' },
    });
  });
}
