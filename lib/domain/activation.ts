import { Problem } from '@/lib/core/problem';
import { recordAudit } from './audit';
import type { Context, Transaction } from './context';
import { noteDevice } from './devices';
import { findIncomingSession } from './incoming-session';
import { lockPerson } from './people';
import { closeRegistrationsAndLinks } from './registrations';
import { changePersonView, openSession, revokeSessions } from './sessions';
import { isSuspended } from './suspension';

/** A registration whose registrant the caller has proven to be. */
export type ProvenRegistration = { id: string; userId: string };

/** The challenge to spend, and what to say when it cannot be spent any more. */
export type Spending = { challengeId: string; refusal: 'invalid_code' | 'invalid_token' };

/**
 * Spends the challenge and makes its registration the person's own: names, password, activation, a session; every
 * other registration, challenge and session of the address ends. Throws `refusal` when the challenge or the address was
 * taken by somebody else in the meantime.
 */
export async function activateRegistration(
  ctx: Context,
  tx: Transaction,
  registration: ProvenRegistration,
  { challengeId, refusal }: Spending,
): Promise<void> {
  const now = ctx.now();
  // One activation of an address at a time: the row lock makes racing ones see each other's outcome.
  const person = await lockPerson(tx, registration.userId, refusal);
  const [registered] = await tx.db.registration.updateManyAndReturn({
    where: { id: registration.id, activatedAt: null, closedAt: null },
    data: { activatedAt: now },
  });
  const spent = await tx.db.challenge.updateMany({
    where: { id: challengeId, usedAt: null, closedAt: null, expiresAt: { gt: now } },
    data: { usedAt: now },
  });
  if (person.activatedAt || !registered || spent.count === 0) throw new Problem(refusal);
  if (isSuspended(person, now)) throw new Problem('account_suspended');
  await becomePerson(tx, registered, now);
  await revokeSessions(ctx, tx, { userId: registration.userId }, 'activated');
  const earlier = await findIncomingSession(ctx);
  if (earlier) await revokeSessions(ctx, tx, { id: earlier }, 'replaced');
  changePersonView(tx, registration.userId);
  const sessionId = await openSession(ctx, tx, { userId: registration.userId, remember: true, registrationId: null });
  await noteDevice(ctx, tx, registration.userId);
  tx.afterCommit(() => {
    ctx.outgoing.activation = null;
  });
  const who = { subjectId: registration.userId, actorId: registration.userId, sessionId };
  await recordAudit(tx.db, ctx, { event: 'account.activated', outcome: 'success', ...who });
}

type Registered = { userId: string; firstName: string; lastName: string; passwordHash: string };

async function becomePerson(tx: Transaction, registered: Registered, now: Date): Promise<void> {
  const { userId, firstName, lastName, passwordHash } = registered;
  await tx.db.user.update({ where: { id: userId }, data: { firstName, lastName, activatedAt: now, lastLoginAt: now } });
  await tx.db.credential.upsert({
    where: { userId },
    create: { userId, passwordHash, changedAt: now },
    update: { passwordHash, changedAt: now },
  });
  await closeRegistrationsAndLinks(tx, userId, now);
}
