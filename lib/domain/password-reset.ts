import { getEnv } from '@/lib/core/env';
import { Problem } from '@/lib/core/problem';
import { recordAudit } from './audit';
import type { Context, Transaction } from './context';
import { enqueueMail } from './outbox';
import { spendPasswordLink, type PasswordLink } from './password-links';
import { getPerson, lockPerson } from './people';
import { findPendingNames } from './pending-names';
import { findBrowserRegistration } from './registrant-proof';
import { closeRegistrationsAndLinks } from './registrations';
import type { PersonFacts } from './session-view';
import { changePersonView, revokeSessions } from './sessions';
import { isSuspended } from './suspension';

/**
 * Whose password the link sets, under the names that they will have then: an invitation's are those that the inviter
 * typed; otherwise somebody never activated gets those of the registration of this very browser, or of the newest one.
 */
export async function getResettingPerson(ctx: Context, { userId, purpose }: PasswordLink): Promise<PersonFacts> {
  const person = await getPerson(ctx, userId);
  if (person.isActivated || purpose === 'invitation') return person;
  const own = await findBrowserRegistration(ctx);
  return { ...person, ...(await findPendingNames(ctx.db, userId, own?.id)) };
}

type Reset = {
  link: PasswordLink;
  person: PersonFacts;
  passwordHash: string;
  /** The session that this browser had before, whoever's it was. */
  earlier: string | null;
};

/**
 * Spends the link and makes the password the person's only one. The link came by mail, so it proves the address: who
 * was not activated is now. Every session of theirs ends, the one that this browser had as well, and so does every other
 * link, code and registration. Throws `invalid_token` when the link is good for nothing any more.
 */
export async function resetByLink(ctx: Context, tx: Transaction, reset: Reset): Promise<void> {
  const { link, person, passwordHash, earlier } = reset;
  const now = ctx.now();
  const { userId } = link;
  const locked = await lockPerson(tx, userId, 'invalid_token');
  if (isSuspended(locked, now) || !(await spendPasswordLink(ctx, tx, link.id))) throw new Problem('invalid_token');
  await tx.db.credential.upsert({
    where: { userId },
    create: { userId, passwordHash, changedAt: now },
    update: { passwordHash, changedAt: now },
  });
  await closeRegistrationsAndLinks(tx, userId, now);
  await revokeSessions(ctx, tx, { userId }, 'password_reset');
  if (earlier) await revokeSessions(ctx, tx, { id: earlier }, 'signed_out');
  const who = { subjectId: userId, actorId: userId, sessionId: null };
  if (!locked.activatedAt) {
    const { firstName, lastName } = person;
    await tx.db.user.update({ where: { id: userId }, data: { firstName, lastName, activatedAt: now } });
    changePersonView(tx, userId);
    await recordAudit(tx.db, ctx, { event: 'account.activated', outcome: 'success', ...who });
  }
  await recordAudit(tx.db, ctx, { event: 'password.reset', outcome: 'success', ...who, data: { by: link.purpose } });
  const fillings = { firstName: person.firstName, forgotLink: `${getEnv().APP_URL}/forgot-password` };
  await enqueueMail(ctx, tx, { userId, template: 'password-was-reset', fillings });
}
