import { randomUUID } from 'node:crypto';
import * as fc from 'fast-check';
import { Pool, type PoolClient } from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { cloneDatabase, type TestDatabase } from '../harness/database';
import { until } from '../harness/poll';

const PEOPLE = 9;
const CONNECTIONS = 6;
const CIRCLE = 'GH002';
const NO_SUCH_MANAGER = '23503';

let database: TestDatabase;
let pool: Pool;
let ids: string[] = [];

beforeAll(async () => {
  database = await cloneDatabase();
  pool = new Pool({ connectionString: database.url, max: CONNECTIONS });
});

afterAll(async () => {
  await pool.end();
  await database.drop();
});

const nth = (index: number | null) => (index === null ? null : (ids[index] ?? null));

const INSERT = `INSERT INTO users (id, email, first_name, last_name, updated_at, manager_id)
  SELECT id, id || '@example.com', 'Robin', 'Marsh', now(), manager_id FROM unnest($1::uuid[], $2::uuid[]) AS new (id, manager_id)`;

/** Nobody but these, who have no manager yet. */
async function startAnew(count = PEOPLE): Promise<void> {
  await pool.query('TRUNCATE users CASCADE');
  ids = Array.from({ length: count }, () => randomUUID());
  await pool.query(INSERT, [ids, ids.map(() => null)]);
}

/** One statement of somebody's, or what a sign-in does to a person's row. Numbers stand for people, null for nobody. */
type Act =
  | { does: 'move'; who: number[]; to: (number | null)[] }
  | { does: 'insert'; below: (number | null)[]; last: number | null }
  | { does: 'delete' | 'sign in' | 'lie about'; who: number };

const someone = fc.nat(PEOPLE - 1);
const manager = fc.option(someone, { freq: 5 });
const act: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .uniqueArray(someone, { minLength: 1, maxLength: 3 })
      .chain((who) =>
        fc
          .array(manager, { minLength: who.length, maxLength: who.length })
          .map((to) => ({ does: 'move', who, to }) as const),
      ),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      does: fc.constant('insert' as const),
      below: fc.array(manager, { minLength: 1, maxLength: 3 }),
      last: manager,
    }),
  },
  { weight: 1, arbitrary: fc.record({ does: fc.constantFrom('delete', 'sign in', 'lie about'), who: someone }) },
);

async function perform(client: Pool | PoolClient, one: Act): Promise<void> {
  if (one.does === 'move') {
    // One statement that moves several people at once, in whichever order.
    await client.query(
      `UPDATE users SET manager_id = moves.manager_id
       FROM unnest($1::uuid[], $2::uuid[]) AS moves (id, manager_id) WHERE users.id = moves.id`,
      [one.who.map(nth), one.to.map(nth)],
    );
  } else if (one.does === 'insert') {
    // Each below the next one of the same statement, which is not there yet; the last one below somebody.
    const born = one.below.map(() => randomUUID());
    const managers = one.below.map((_, n) => born[n + 1] ?? nth(one.last));
    await client.query(INSERT, [born, managers]);
  } else if (one.does === 'delete') {
    await client.query('DELETE FROM users WHERE id = $1', [nth(one.who)]);
  } else if (one.does === 'sign in') {
    await client.query('UPDATE users SET last_login_at = now() WHERE id = $1', [nth(one.who)]);
  } else {
    await client.query('UPDATE users SET manager_path = ARRAY[id] WHERE id = $1', [nth(one.who)]);
  }
}

/** What a transaction of several acts begins with, because it may hold somebody's row before it comes to the chain. */
const LOCK = "SELECT pg_advisory_xact_lock(hashtext('gatehouse.manager_chain'))";

/** Performs a transaction of acts; answers what it was refused with, if it was. */
async function transact(acts: readonly Act[]): Promise<string | null> {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    if (acts.length > 1) await client.query(LOCK);
    for (const one of acts) await perform(client, one);
    await client.query('COMMIT');
    return null;
  } catch (error) {
    await client.query('ROLLBACK');
    return (error as { code?: string }).code ?? String(error);
  } finally {
    client.release();
  }
}

/** Everybody's managers, the highest first, as their rows tell them from the top down; a circle hangs on no top. */
const CHAINS = `WITH RECURSIVE chain (id, path) AS (
    SELECT id, ARRAY[]::uuid[] FROM users WHERE manager_id IS NULL
    UNION ALL
    SELECT u.id, c.path || c.id FROM users u JOIN chain c ON u.manager_id = c.id
  ) SELECT id, path FROM chain`;

/** Those whose path is not what their chain says, or who are in a circle. */
async function misplaced(): Promise<unknown[]> {
  const { rows } = await pool.query<{ id: string }>(
    `WITH chains AS (${CHAINS}) SELECT u.id, u.manager_path, c.path FROM users u LEFT JOIN chains c USING (id)
     WHERE u.manager_path IS DISTINCT FROM c.path`,
  );
  return rows;
}

beforeEach(() => startAnew());

describe('whoever writes', () => {
  test('no circle ever appears, and everybody’s path is their chain', async () => {
    const refusals: string[] = [];
    await fc.assert(
      fc.asyncProperty(fc.array(act, { minLength: 5, maxLength: 25 }), async (acts) => {
        await startAnew();
        for (const one of acts) {
          const refusal = await transact([one]);
          if (refusal !== null) refusals.push(refusal);
          expect(await misplaced()).toEqual([]);
        }
      }),
      { numRuns: 40 },
    );
    expect(new Set(refusals)).toEqual(new Set([CIRCLE, NO_SUCH_MANAGER]));
  }, 120_000);

  test('the same of transactions that run at the same moment, and none ends another', async () => {
    let circles = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(act, { minLength: 1, maxLength: 3 }), { minLength: CONNECTIONS, maxLength: 4 * CONNECTIONS }),
        async (transactions) => {
          await startAnew();
          const refusals = await Promise.all(transactions.map(transact));
          circles += refusals.filter((code) => code === CIRCLE).length;
          // Among what is not there: 40P01, with which PostgreSQL ends one of two that wait for each other.
          expect(refusals.filter((code) => code !== null && code !== CIRCLE && code !== NO_SUCH_MANAGER)).toEqual([]);
          expect(await misplaced()).toEqual([]);
        },
      ),
      { numRuns: 40 },
    );
    expect(circles).toBeGreaterThan(0);
  }, 120_000);
});

describe('a circle that is closed', () => {
  test('by one’s own manager is refused', async () => {
    expect(await transact([{ does: 'move', who: [0], to: [0] }])).toBe(CIRCLE);
  });

  test('by two at the same moment is refused to one of them', async () => {
    for (let n = 0; n < 20; n += 1) {
      await startAnew();
      const refusals = await Promise.all([
        transact([{ does: 'move', who: [0], to: [1] }]),
        transact([{ does: 'move', who: [1], to: [0] }]),
      ]);
      expect(refusals.filter((code) => code !== null)).toEqual([CIRCLE]);
    }
  });

  test('by several steps of one statement, none of which closes it alone, is refused', async () => {
    // 2 is below 0 already; the statement puts 0 below 1, and 1 below 2.
    await transact([{ does: 'move', who: [2], to: [0] }]);
    for (const who of [
      [0, 1],
      [1, 0],
    ]) {
      expect(await transact([{ does: 'move', who, to: who.map((one) => one + 1) }])).toBe(CIRCLE);
    }
    expect(await misplaced()).toEqual([]);
  });
});

describe('a chain of a thousand', () => {
  test('moves with its top in a moment, and refuses to bite its tail', async () => {
    const line = Array.from({ length: 1000 }, () => randomUUID());
    await pool.query(INSERT, [line, line.map((_, n) => line[n - 1] ?? null)]);
    expect(await misplaced()).toEqual([]);
    const begun = performance.now();
    await pool.query('UPDATE users SET manager_id = $2 WHERE id = $1', [line[0], ids[0]]);
    expect(performance.now() - begun).toBeLessThan(10_000);
    const { rows } = await pool.query('SELECT cardinality(manager_path) AS depth FROM users WHERE id = $1', [
      line.at(-1),
    ]);
    expect(rows).toEqual([{ depth: line.length }]);
    const bite = pool.query('UPDATE users SET manager_id = $2 WHERE id = $1', [ids[0], line.at(-1)]);
    await expect(bite).rejects.toMatchObject({ code: CIRCLE });
    expect(await misplaced()).toEqual([]);
  });
});

describe('who does not touch the chain', () => {
  test('waits for nobody who changes it, and neither does a move that has to wait keep anybody', async () => {
    const [changing, waiting] = [await pool.connect(), await pool.connect()];
    await changing.query(`BEGIN; ${LOCK}`);
    const move = waiting.query('UPDATE users SET manager_id = $2 WHERE id = $1', [ids[0], ids[1]]);
    await until('the move to wait', async () => {
      const { rows } = await pool.query("SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted");
      return rows.length > 0;
    });
    const others = await pool.connect();
    await others.query("SET lock_timeout = '1s'");
    await others.query('UPDATE users SET last_login_at = now(), activated_at = now(), suspended_at = NULL');
    await others.query(INSERT, [[randomUUID()], [null]]);
    others.release();
    await changing.query('COMMIT');
    await move;
    changing.release();
    waiting.release();
    expect(await misplaced()).toEqual([]);
  });
});
