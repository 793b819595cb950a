import { addSeconds } from '@/lib/core/time';
import {
  type Batch,
  type BatchDone,
  countEndedRows,
  type EndedRows,
  lockEndedRows,
  throughBatches,
} from '@/lib/infra/ended-rows';
import { recordAudits } from './audit';
import { inTransaction, type Context } from './context';
import type { JobHow, JobReport } from './job';
import { lockManagerChain } from './manager-chain';
import { changePersonView } from './sessions';

/** How old an account that was never activated may become, in seconds (contract §7). */
const KEPT_SECONDS = 30 * 24 * 60 * 60;

/** People of one transaction: everything that is theirs goes with them. */
const BATCH = 100;

/**
 * Who registered and never came back. Spared: whoever is suspended or was invited, and whoever has reports, because an
 * administrator has put them there.
 */
const FORGOTTEN: EndedRows = {
  table: 'users',
  endedAt: 'created_at',
  order: 'activated_at, created_at',
  only: `t.activated_at IS NULL AND NOT suspension_holds(t.suspended_at, t.suspended_until, now())
    AND (SELECT 1 FROM challenges c WHERE c.user_id = t.id AND c.purpose = 'invitation' LIMIT 1) IS NULL
    AND (SELECT 1 FROM users r WHERE r.manager_id = t.id LIMIT 1) IS NULL`,
};

/** Deletes accounts never activated, in batches, each of them on the record; a dry run only counts. */
export async function purgeUnactivated(ctx: Context, { dryRun, signal }: JobHow): Promise<JobReport> {
  const until = addSeconds(ctx.now(), -KEPT_SECONDS);
  const accounts = dryRun
    ? await countEndedRows(ctx.db, FORGOTTEN, until)
    : await throughBatches({ until, limit: BATCH, signal }, (batch) => purgeBatch(ctx, batch));
  return { accounts };
}

/** Whoever activates at this very moment holds the row, and is passed over. */
function purgeBatch(ctx: Context, batch: Batch): Promise<BatchDone> {
  return inTransaction(ctx, async (tx) => {
    await lockManagerChain(tx);
    const { ids, ...done } = await lockEndedRows(tx.db, FORGOTTEN, batch);
    if (ids.length === 0) return done;
    await tx.db.user.deleteMany({ where: { id: { in: ids } } });
    // A session of theirs ends with the commit, whatever is cached of it.
    for (const id of ids) changePersonView(tx, id);
    const data = { via: 'job', why: 'never activated' };
    const entry = { event: 'person.deleted', outcome: 'success', data } as const;
    await recordAudits(
      tx.db,
      ctx,
      ids.map((subjectId) => ({ ...entry, subjectId })),
    );
    return done;
  });
}
