import { patiently, type Db, type Tx } from './db';

/**
 * Rows of one table that have ended by some moment, as pieces of SQL that the program holds ready: nothing that comes
 * from outside gets into them.
 */
export type EndedRows = {
  table: string;
  /** The column with the moment that counts, which has an index. */
  endedAt: string;
  /**
   * What else has to be true of a row, `t`. What it asks of other tables is asked by a subquery for one value, which is
   * a look into an index for each row, whatever the planner believes; EXISTS may become a walk through the whole table.
   */
  only?: string;
  /** The order of an index that has more in it than `endedAt`. */
  order?: string;
};

/** From where the batch before ended up to `until`; at most so many. */
export type Batch = { from: Date; until: Date; limit: number };

/** How many it was, and where the next one begins: null when there were none. */
export type BatchDone = { count: number; last: Date | null };

/** The first moment there is. */
const FIRST = new Date(0);

const conditionOf = ({ endedAt, only }: EndedRows) =>
  `t.${endedAt} >= $1 AND t.${endedAt} < $2${only === undefined ? '' : ` AND ${only}`}`;

/**
 * Those of a batch, locked. Who holds one of them keeps it until the next time: nobody waits for a purge for long, and
 * it waits for nobody.
 */
const lockedOf = (rows: EndedRows, columns: string) => `
  SELECT ${columns} FROM ${rows.table} t WHERE ${conditionOf(rows)}
  ORDER BY ${rows.order ?? rows.endedAt} LIMIT $3 FOR UPDATE SKIP LOCKED`;

/** How many there are, in one statement: of millions it takes its time. */
export async function countEndedRows(db: Db, rows: EndedRows, until: Date): Promise<number> {
  const sql = `SELECT count(*)::int AS count FROM ${rows.table} t WHERE ${conditionOf(rows)}`;
  const [counted] = await patiently(db).$queryRawUnsafe<{ count: number }[]>(sql, FIRST, until);
  return counted?.count ?? 0;
}

/** Deletes a batch in one statement. */
export async function deleteEndedRows(db: Db, rows: EndedRows, { from, until, limit }: Batch): Promise<BatchDone> {
  const sql = `
    WITH doomed AS (${lockedOf(rows, `t.ctid, t.${rows.endedAt} AS ended_at`)}),
      gone AS (DELETE FROM ${rows.table} t USING doomed WHERE t.ctid = doomed.ctid)
    SELECT count(*)::int AS count, max(ended_at) AS last FROM doomed`;
  const [done] = await db.$queryRawUnsafe<BatchDone[]>(sql, from, until, limit);
  return done ?? { count: 0, last: null };
}

/** The ids of a batch, whose rows stay locked until the end of the transaction. */
export async function lockEndedRows(
  tx: Tx,
  rows: EndedRows,
  { from, until, limit }: Batch,
): Promise<BatchDone & { ids: string[] }> {
  const sql = lockedOf(rows, `t.id, t.${rows.endedAt} AS "endedAt"`);
  const locked = await tx.$queryRawUnsafe<{ id: string; endedAt: Date }[]>(sql, from, until, limit);
  return { ids: locked.map(({ id }) => id), count: locked.length, last: locked.at(-1)?.endedAt ?? null };
}

type Through = Omit<Batch, 'from'> & { signal: AbortSignal };

/**
 * Has `work` done with batch after batch until one is not full, or `signal` asks to end. Each begins where the one
 * before ended: what that left behind dead in the index is not read again. How many rows it was in all.
 */
export async function throughBatches(
  { until, limit, signal }: Through,
  work: (batch: Batch) => Promise<BatchDone>,
): Promise<number> {
  let all = 0;
  let from: Date | null = FIRST;
  while (from) {
    if (signal.aborted) break;
    const { count, last }: BatchDone = await work({ from, until, limit });
    all += count;
    from = count < limit ? null : last;
  }
  return all;
}
