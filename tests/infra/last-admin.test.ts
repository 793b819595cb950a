import { randomUUID } from 'node:crypto';
import { Pool } from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { cloneDatabase, type TestDatabase } from '../harness/database';

const ROUNDS = 4;
const LAST_ADMIN = 'GH001';

let database: TestDatabase;
let pool: Pool;
let one = '';
let other = '';

beforeAll(async () => {
  database = await cloneDatabase();
  pool = new Pool({ connectionString: database.url, max: 6 });
});

afterAll(async () => {
  await pool.end();
  await database.drop();
});

/** The two last administrators, each by a role of level 1 of their own. */
beforeEach(async () => {
  await startAnew();
});

/** Takes away what is there as the guards would not let anybody. TRUNCATE, with the files it makes anew, took most of this test. */
const EMPTY = `
  BEGIN;
  SET LOCAL session_replication_role = replica;
  DELETE FROM user_roles; DELETE FROM role_permissions; DELETE FROM users; DELETE FROM roles;
  COMMIT`;

async function startAnew(): Promise<void> {
  [one, other] = [randomUUID(), randomUUID()];
  await pool.query(EMPTY);
  await pool.query("INSERT INTO roles (name, level) VALUES ('one', 1), ('other', 1), ('low', 9)");
  await pool.query("INSERT INTO role_permissions SELECT unnest(ARRAY['one', 'other']), 'roles.manage'");
  await pool.query(
    `INSERT INTO users (id, email, first_name, last_name, updated_at, activated_at)
     SELECT id, id || '@example.com', 'Robin', 'Marsh', now(), now() FROM unnest($1::uuid[]) AS new (id)`,
    [[one, other]],
  );
  await pool.query("INSERT INTO user_roles VALUES ($1, 'one'), ($2, 'other')", [one, other]);
}

/** Every way to stop being an administrator, for whoever `$1` is; their role has the name `$2`. */
const WAYS = {
  demotion: 'DELETE FROM user_roles WHERE user_id = $1 AND role_name = $2',
  'another role': "UPDATE user_roles SET role_name = 'low' WHERE user_id = $1 AND role_name = $2",
  suspension: 'UPDATE users SET suspended_at = now() WHERE id = $1 AND $2::text IS NOT NULL',
  'suspension until a time':
    "UPDATE users SET suspended_at = now(), suspended_until = now() + interval '1 hour' WHERE id = $1 AND $2::text IS NOT NULL",
  deactivation: 'UPDATE users SET activated_at = NULL WHERE id = $1 AND $2::text IS NOT NULL',
  deletion: 'DELETE FROM users WHERE id = $1 AND $2::text IS NOT NULL',
  'a lower level': 'UPDATE roles SET level = 2 WHERE $1::uuid IS NOT NULL AND name = $2',
  'a lost permission': 'DELETE FROM role_permissions WHERE $1::uuid IS NOT NULL AND role_name = $2',
  'another permission':
    "UPDATE role_permissions SET permission = 'users.read' WHERE $1::uuid IS NOT NULL AND role_name = $2",
} as const;
type Way = keyof typeof WAYS;
const ways = Object.keys(WAYS) as Way[];

/** What it was refused with; null: it happened. */
async function stop(who: 'one' | 'other', way: Way): Promise<string | null> {
  try {
    await pool.query(WAYS[way], [who === 'one' ? one : other, who]);
    return null;
  } catch (error) {
    return (error as { code?: string }).code ?? String(error);
  }
}

/** Who can administer by what the tables say. */
async function administrators(): Promise<number> {
  const { rows } = await pool.query(
    `SELECT DISTINCT u.id FROM users u
     JOIN user_roles at_top ON at_top.user_id = u.id JOIN roles r ON r.name = at_top.role_name AND r.level = 1
     JOIN user_roles held ON held.user_id = u.id
     JOIN role_permissions p ON p.role_name = held.role_name AND p.permission = 'roles.manage'
     WHERE u.activated_at IS NOT NULL AND (u.suspended_at IS NULL OR u.suspended_until <= now())`,
  );
  return rows.length;
}

describe('the last administrator', () => {
  test.each(ways)('stays, whatever else: %s', async (way) => {
    expect(await stop('other', way)).toBeNull();
    for (const last of ways) expect([last, await stop('one', last)]).toEqual([last, LAST_ADMIN]);
    expect(await administrators()).toBe(1);
  });

  test.each(ways.flatMap((way, n) => ways.slice(n).map((second) => [way, second] as const)))(
    'is one of two whom %s and %s would take at the same moment',
    async (first, second) => {
      for (let n = 0; n < ROUNDS; n += 1) {
        await startAnew();
        const refusals = await Promise.all([stop('one', first), stop('other', second)]);
        expect(refusals.filter((code) => code !== null)).toEqual([LAST_ADMIN]);
        expect(await administrators()).toBe(1);
      }
    },
  );

  test('stays who they are by a second role that gives them the permission', async () => {
    await stop('other', 'deletion');
    await pool.query("INSERT INTO role_permissions VALUES ('low', 'roles.manage')");
    await pool.query("INSERT INTO user_roles VALUES ($1, 'low')", [one]);
    expect(await stop('one', 'a lost permission')).toBeNull();
    const take = pool.query("DELETE FROM user_roles WHERE user_id = $1 AND role_name = 'low'", [one]);
    await expect(take).rejects.toMatchObject({ code: LAST_ADMIN });
    const lose = pool.query("DELETE FROM role_permissions WHERE role_name = 'low'");
    await expect(lose).rejects.toMatchObject({ code: LAST_ADMIN });
  });

  test('is not who is suspended until a time, and is again from then on', async () => {
    expect(await stop('other', 'suspension until a time')).toBeNull();
    expect(await stop('one', 'demotion')).toBe(LAST_ADMIN);
    await pool.query("UPDATE users SET suspended_until = now() - interval '1 second' WHERE id = $1", [other]);
    expect(await stop('one', 'demotion')).toBeNull();
    // The same row, suspended anew by its end alone.
    const again = pool.query("UPDATE users SET suspended_until = now() + interval '1 hour' WHERE id = $1", [other]);
    await expect(again).rejects.toMatchObject({ code: LAST_ADMIN });
  });

  test('may have their roles replaced, when they hold them at the end of the transaction', async () => {
    await stop('other', 'deletion');
    const client = await pool.connect();
    await client.query('BEGIN');
    await client.query('DELETE FROM user_roles WHERE user_id = $1', [one]);
    await client.query("INSERT INTO user_roles VALUES ($1, 'one'), ($1, 'low')", [one]);
    await client.query('COMMIT');
    client.release();
    expect(await administrators()).toBe(1);
  });
});
