import { Problem } from '@/lib/core/problem';
import { recordAudit } from '@/lib/domain/audit';
import { requireActor } from '@/lib/domain/authentication';
import { inTransaction, type Context, type Transaction } from '@/lib/domain/context';
import { livingSessionsOf } from '@/lib/domain/living-sessions';
import { lockPerson } from '@/lib/domain/people';
import type { SessionView } from '@/lib/domain/session-view';
import { revokeSessions } from '@/lib/domain/sessions';
import { defineUseCase } from '@/lib/domain/use-case';
import { messageOutput, noInput } from '@/lib/shared/schemas/session';

/** Ends every session of the signed-in person but the one that asks. */
export const endOtherSessions = defineUseCase({
  summary: 'End all of your other sessions',
  access: 'activated',
  countsFor: 'session',
  limits: [],
  input: noInput,
  output: messageOutput,
  problems: [],
  run: async (ctx) => {
    const ended = await inTransaction(ctx, (tx) => endOthers(ctx, tx, requireActor(ctx)));
    if (ended === 0) return { message: 'You are signed in nowhere else.' };
    return { message: ended === 1 ? 'One other session has ended.' : `${ended} other sessions have ended.` };
  },
});

/** How many were still alive. Those that had run out are revoked with them: whatever they are, they are not wanted. */
async function endOthers(ctx: Context, tx: Transaction, { id, person }: SessionView): Promise<number> {
  // One at a time for each person: of two that would end each other, the second finds itself ended.
  await lockPerson(tx, person.id);
  if ((await tx.db.session.count({ where: { id, revokedAt: null } })) === 0) throw new Problem('unauthenticated');
  const others = { userId: person.id, id: { not: id } };
  const living = await tx.db.session.count({ where: { ...livingSessionsOf(ctx, person.id), ...others } });
  await revokeSessions(ctx, tx, others, 'ended_by_owner');
  if (living === 0) return 0;
  const entry = { event: 'session.ended', outcome: 'success', subjectId: person.id, data: { others: living } } as const;
  await recordAudit(tx.db, ctx, entry);
  return living;
}
