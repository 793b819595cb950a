import { addSeconds } from '@/lib/core/time';
import {
  type Batch,
  type BatchDone,
  countEndedRows,
  type EndedRows,
  lockEndedRows,
  throughBatches,
} from '@/lib/infra/ended-rows';
import type { Tx } from '@/lib/infra/db';
import { recordAudits } from './audit';
import { inTransaction, type Context } from './context';
import type { JobHow, JobReport } from './job';
import { lockManagerChain } from './manager-chain';
import { changePersonView } from './sessions';

/** How old an account that was never activated may become, in seconds (contract §7). */
const KEPT_SECONDS = 30 * 24 * 60 * 60;

/** People of one transaction: what little is still theirs goes with them. */
const BATCH = 100;

/** Rows of theirs that go in one transaction, before them: a session alone may have had 100,000 refresh tokens. */
const CLEARED = 2_000;

/** Of which they may have any number, and in which order it goes, so that none drags others along; `t` are the rows. */
const CLEARED_TABLES = [
  { table: 'refresh_tokens', of: 'sessions s JOIN refresh_tokens t ON t.session_id = s.id WHERE s.user_id' },
  ...['sessions', 'challenges', 'registrations', 'outbox_mails'].map((table) => ({
    table,
    of: `${table} t WHERE t.user_id`,
  })),
];

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
    : await throughBatches({ until, limit: BATCH, signal }, (batch) => purgeBatch(ctx, batch, signal));
  return { accounts };
}

/** In as many transactions as it takes; whoever is left when `signal` asks to end is there for the next time. */
async function purgeBatch(ctx: Context, batch: Batch, signal: AbortSignal): Promise<BatchDone> {
  let done: BatchDone | null = null;
  while (!done && !signal.aborted) done = await purgeSome(ctx, batch);
  return done ?? { count: 0, last: null };
}

/**
 * Null while some of what is theirs had to go first. Whoever activates at this very moment holds the row, and is passed
 * over.
 */
function purgeSome(ctx: Context, batch: Batch): Promise<BatchDone | null> {
  return inTransaction(ctx, async (tx) => {
    await lockManagerChain(tx);
    const { ids, ...done } = await lockEndedRows(tx.db, FORGOTTEN, batch);
    if (ids.length === 0) return done;
    // A session of theirs ends with the commit, whatever is cached of it.
    for (const id of ids) changePersonView(tx, id);
    if (await clearSome(tx.db, ids)) return null;
    await tx.db.user.deleteMany({ where: { id: { in: ids } } });
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

/** Whether there was anything: of one table, so that this never waits for a row while it holds others that are waited for. */
async function clearSome(db: Tx, userIds: readonly string[]): Promise<boolean> {
  for (const { table, of } of CLEARED_TABLES) {
    const sql = `
      WITH doomed AS (SELECT t.ctid FROM ${of} = ANY ($1::uuid[]) LIMIT $2 FOR UPDATE OF t SKIP LOCKED)
      DELETE FROM ${table} t USING doomed WHERE t.ctid = doomed.ctid`;
    if ((await db.$executeRawUnsafe(sql, userIds, CLEARED)) > 0) return true;
  }
  return false;
}
