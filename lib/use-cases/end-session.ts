import { Problem } from '@/lib/core/problem';
import { recordAudit } from '@/lib/domain/audit';
import { requireActor } from '@/lib/domain/authentication';
import { inTransaction } from '@/lib/domain/context';
import { livingSessionsOf } from '@/lib/domain/living-sessions';
import { revokeSessions } from '@/lib/domain/sessions';
import { defineUseCase } from '@/lib/domain/use-case';
import { isUuid } from '@/lib/shared/schemas/fields';
import { endSessionInput } from '@/lib/shared/schemas/own-sessions';
import { messageOutput } from '@/lib/shared/schemas/session';

/** Ends one of one's own sessions; the one that asks, too, which is signing out. One answer for whatever is not that. */
export const endSession = defineUseCase({
  summary: 'End one of your sessions',
  access: 'activated',
  countsFor: 'session',
  limits: [],
  input: endSessionInput,
  output: messageOutput,
  problems: ['not_found'],
  run: async (ctx, { id }) => {
    const actor = requireActor(ctx);
    if (!isUuid(id)) throw new Problem('not_found');
    const subjectId = actor.person.id;
    const sessionId = await inTransaction(ctx, async (tx) => {
      const [ended] = await revokeSessions(ctx, tx, { ...livingSessionsOf(ctx, subjectId), id }, 'ended_by_owner');
      if (ended === undefined) throw new Problem('not_found');
      await recordAudit(tx.db, ctx, { event: 'session.ended', outcome: 'success', subjectId, sessionId: ended });
      return ended;
    });
    if (sessionId !== actor.id) return { message: 'That session has ended.' };
    ctx.outgoing.session = null;
    ctx.outgoing.activation = null;
    return { message: 'You are signed out.' };
  },
});
