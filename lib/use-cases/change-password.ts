import { getEnv } from '@/lib/core/env';
import { Problem } from '@/lib/core/problem';
import { hashSecret } from '@/lib/infra/password-hash';
import { recordAudit, recordRefusal } from '@/lib/domain/audit';
import { requireActor } from '@/lib/domain/authentication';
import { inTransaction, type Context, type Transaction } from '@/lib/domain/context';
import { asPasswordOwner, assertNotBreached } from '@/lib/domain/new-password';
import { enqueueMail } from '@/lib/domain/outbox';
import { judgePassword, PASSWORD_PROOF } from '@/lib/domain/password-check';
import { assertStillOwner, findPasswordOwner, type ProvenPassword } from '@/lib/domain/password-owner';
import { closePasswordLinks } from '@/lib/domain/password-links';
import { hasPassword } from '@/lib/domain/people';
import type { PersonFacts, SessionView } from '@/lib/domain/session-view';
import { openSession, revokeSessions } from '@/lib/domain/sessions';
import { defineUseCase } from '@/lib/domain/use-case';
import { changePasswordInput } from '@/lib/shared/schemas/change-password';
import { messageOutput } from '@/lib/shared/schemas/session';

const NO_PASSWORD_YET =
  'This account has no password yet. Ask for a link at /forgot-password, and set your first one with it.';

type Change = { owner: ProvenPassword; passwordHash: string };

/** Replaces the signed-in person's password; a wrong current one counts like a wrong sign-in. */
export const changePassword = defineUseCase({
  summary: 'Change your password; every other session ends',
  access: 'activated',
  countsFor: 'address',
  limits: PASSWORD_PROOF.limits,
  input: changePasswordInput,
  chosenPassword: { field: 'new_password', ownerOf: (ctx) => asPasswordOwner(requireActor(ctx).person) },
  output: messageOutput,
  problems: PASSWORD_PROOF.problems,
  run: async (ctx, input) => {
    const actor = requireActor(ctx);
    const { id, email } = actor.person;
    if (!(await hasPassword(ctx, id))) throw new Problem('invalid_credentials', { detail: NO_PASSWORD_YET });
    const onRecord = (error: unknown) => recordRefusal(ctx, 'password.change_refused', id, error);
    const judged = { email, captcha: input['g-recaptcha-response'] };
    const owner = await judgePassword(ctx, judged, () =>
      getOwner(ctx, actor.person, input.current_password).catch(onRecord),
    );
    if (input.new_password === input.current_password) {
      throw new Problem('invalid_input', { fields: { new_password: ['This is the password that you have now.'] } });
    }
    await assertNotBreached(input.new_password, 'new_password');
    const passwordHash = await hashSecret(input.new_password);
    await inTransaction(ctx, (tx) => replacePassword(ctx, tx, actor, { owner, passwordHash })).catch(onRecord);
    return { message: 'Your password is changed. Your other devices are signed out.' };
  },
});

/** Throws `invalid_credentials` when the password is wrong, or the person has none. */
async function getOwner(ctx: Context, person: PersonFacts, password: string): Promise<ProvenPassword> {
  const owner = await findPasswordOwner(ctx, person.email, password);
  if (owner?.userId === person.id) return owner;
  throw new Problem('invalid_credentials', {
    detail: 'Nothing was changed: this needs the password that you have now.',
    fields: { current_password: ['The current password is not right.'] },
  });
}

/**
 * Of several changes that start from the same password, the first to hold the person's row wins. Every session ends,
 * this one too, because somebody may hold a copy of its tokens; this browser goes on in a new one. A session that ended
 * in the meantime changes nothing.
 */
async function replacePassword(ctx: Context, tx: Transaction, { id }: SessionView, change: Change): Promise<void> {
  const { userId } = change.owner;
  const { passwordHash } = change;
  await assertStillOwner(ctx, tx, change.owner);
  await tx.db.credential.update({ where: { userId }, data: { passwordHash, changedAt: ctx.now() } });
  await closePasswordLinks(ctx, tx, userId, 'reset');
  const ended = await revokeSessions(ctx, tx, { userId }, 'password_changed');
  if (!ended.includes(id)) throw new Problem('unauthenticated');
  const { remember, user } = await tx.db.session.findUniqueOrThrow({ where: { id }, include: { user: true } });
  const sessionId = await openSession(ctx, tx, { userId, remember, registrationId: null });
  const fillings = { firstName: user.firstName, forgotLink: `${getEnv().APP_URL}/forgot-password` };
  await enqueueMail(ctx, tx, { userId, template: 'password-changed', fillings });
  await recordAudit(tx.db, ctx, { event: 'password.changed', outcome: 'success', subjectId: userId, sessionId });
}
