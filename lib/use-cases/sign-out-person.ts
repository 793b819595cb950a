import { getAbility } from '@/lib/domain/access/authorize';
import { recordAudit } from '@/lib/domain/audit';
import { requireActor } from '@/lib/domain/authentication';
import { inTransaction, type Context, type Transaction } from '@/lib/domain/context';
import { livingSessionsOf } from '@/lib/domain/living-sessions';
import { lockManagedPerson } from '@/lib/domain/managed-people';
import { revokeSessions } from '@/lib/domain/sessions';
import { defineUseCase } from '@/lib/domain/use-case';
import { personIdInput } from '@/lib/shared/schemas/people';
import { messageOutput } from '@/lib/shared/schemas/session';

/** Ends every session of somebody; one's own, too, which is signing out everywhere. */
export const signOutPerson = defineUseCase({
  summary: 'Sign a person out everywhere',
  access: { permission: 'users.sign_out', isAboutOne: true },
  limits: [],
  input: personIdInput,
  output: messageOutput,
  problems: ['not_found'],
  run: async (ctx, { id }) => {
    const ability = getAbility(ctx);
    const { person, ended } = await inTransaction(ctx, async (tx) => {
      // Locked, so that a sign-in under way is either ended with the others, or begins after them.
      const locked = await lockManagedPerson(tx, ability, id, 'sign_out');
      return { person: locked, ended: await endAll(ctx, tx, locked.id) };
    });
    if (person.id === requireActor(ctx).person.id) {
      ctx.outgoing.session = null;
      ctx.outgoing.activation = null;
    }
    if (ended === 0) return { message: 'They were signed in nowhere.' };
    return { message: ended === 1 ? 'One session has ended.' : `${ended} sessions have ended.` };
  },
});

/** How many were still alive. Those that had run out are revoked with them: whatever they are, they are not wanted. */
async function endAll(ctx: Context, tx: Transaction, userId: string): Promise<number> {
  const { expiresAt, lastSeenAt } = livingSessionsOf(ctx, userId);
  // A registration's sessions count, too: who is not activated has no others.
  const living = await tx.db.session.count({ where: { userId, revokedAt: null, expiresAt, lastSeenAt } });
  await revokeSessions(ctx, tx, { userId }, 'ended_by_administrator');
  if (living === 0) return 0;
  const entry = {
    event: 'person.signed_out',
    outcome: 'success',
    subjectId: userId,
    data: { sessions: living },
  } as const;
  await recordAudit(tx.db, ctx, entry);
  return living;
}
