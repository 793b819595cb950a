import type { Context } from './context';
import type { JobHow, JobReport } from './job';

/** What has been due for longer than this, in seconds, has been missed by whatever should have asked for it. */
const MISSED_AFTER_SECONDS = 10;

/**
 * Asks once more for what is due and lies there: an event that was lost, an attempt whose time has come, an answer that
 * never came.
 */
export async function relayOutbox(ctx: Context, { dryRun }: JobHow): Promise<JobReport> {
  const missed = { lte: new Date(ctx.now().getTime() - MISSED_AFTER_SECONDS * 1000) };
  const [mails, resetRequests] = await Promise.all([
    ctx.db.outboxMail.count({ where: { status: { in: ['queued', 'handed_over'] }, nextAttemptAt: missed } }),
    ctx.db.resetRequest.count({ where: { nextAttemptAt: missed } }),
  ]);
  if (mails > 0 && !dryRun) ctx.poke('deliver-mail');
  if (resetRequests > 0 && !dryRun) ctx.poke('answer-reset-requests');
  return { mails, resetRequests };
}
