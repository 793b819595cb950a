import { recordAudit } from '@/lib/domain/audit';
import { inTransaction } from '@/lib/domain/context';
import { revokeSessions } from '@/lib/domain/sessions';
import { findIncomingSession, hadTokensOfOurs } from '@/lib/domain/incoming-session';
import { defineUseCase } from '@/lib/domain/use-case';
import { messageOutput, noInput } from '@/lib/shared/schemas/session';

/** Ends the session behind whichever cookie there is, expired or not, and clears them all. Never refuses. */
export const logout = defineUseCase({
  summary: 'Sign out: the session ends, the cookies are cleared',
  access: 'anyone',
  countsFor: 'session',
  silentRefresh: false,
  limits: [],
  input: noInput,
  output: messageOutput,
  problems: [],
  run: async (ctx) => {
    const sessionId = await findIncomingSession(ctx);
    if (sessionId) {
      await inTransaction(ctx, async (tx) => {
        const ended = await revokeSessions(ctx, tx, { id: sessionId }, 'signed_out');
        if (ended.length === 0) return;
        const session = await tx.db.session.findUniqueOrThrow({ where: { id: sessionId }, select: { userId: true } });
        const who = { subjectId: session.userId, actorId: session.userId, sessionId };
        await recordAudit(tx.db, ctx, { event: 'session.ended', outcome: 'success', ...who });
      });
    }
    // Whoever shows nothing has nothing to leave behind: another site's request without cookies is to clear nothing.
    if (hadTokensOfOurs(ctx)) ctx.outgoing.isSignedOut = true;
    ctx.outgoing.session = null;
    ctx.outgoing.activation = null;
    return { message: 'You are signed out.' };
  },
});
