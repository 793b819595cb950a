import type { Db } from '@/lib/infra/db';
import { DEFAULT_ROLE } from '@/lib/shared/authorization';
import { asciiOf, FIRST_NAMES, LAST_NAMES } from './names';

/** Where no mail ever goes, and nobody else is of (RFC 2606 §2). */
const MAIL_DOMAIN = 'people.example';
/** People in one statement: about a second's work, in which nobody else's manager can be changed. */
const BATCH = 5_000;
/** Of so many who follow each other the first is the manager: 100,000 people are five levels deep. */
const TEAM = 12;

/**
 * The people from..to of a row in which each number is always the same person, the oldest first. Whoever is there already
 * stays as they are. Answers how many are new.
 */
async function addPeople(db: Db, from: number, to: number): Promise<number> {
  const [counted] = await db.$queryRaw<{ made: number }[]>`
    WITH numbered AS (
      SELECT n, ('5eed0000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid AS id,
        1 + n % ${FIRST_NAMES.length}::int AS first, 1 + n / 7 % ${LAST_NAMES.length}::int AS last,
        timestamptz '2020-01-01 00:00Z' + n * interval '90 seconds' AS at,
        CASE WHEN n % ${TEAM}::int <> 1 THEN n - (n - 1) % ${TEAM}::int
          WHEN n > 1 THEN 1 + ${TEAM}::int * (((n - 1) / ${TEAM}::int - 1) / ${TEAM}::int) END AS manager
      FROM generate_series(${from}::int, ${to}::int) AS n
    ), added AS (
      INSERT INTO users (id, email, first_name, last_name, manager_id, created_at, updated_at, activated_at, last_login_at,
        suspended_at, suspended_until, suspended_reason)
      SELECT id,
        format('%s.%s.%s@%s', (${FIRST_NAMES.map(asciiOf)}::text[])[first], (${LAST_NAMES.map(asciiOf)}::text[])[last], n,
          ${MAIL_DOMAIN}::text),
        (${FIRST_NAMES}::text[])[first], (${LAST_NAMES}::text[])[last],
        ('5eed0000-0000-7000-8000-' || lpad(to_hex(manager), 12, '0'))::uuid, at, at,
        CASE WHEN n % 20 <> 7 THEN at + interval '1 hour' END,
        CASE WHEN n % 20 <> 7 THEN at + n % 200 * interval '1 day' END,
        CASE WHEN n % 25 = 13 THEN at + interval '200 days' END,
        CASE n % 75 WHEN 38 THEN at + interval '230 days' WHEN 63 THEN timestamptz '2100-01-01 00:00Z' END,
        CASE WHEN n % 25 = 13 THEN 'On leave' END
      FROM numbered ORDER BY n
      ON CONFLICT (id) DO NOTHING RETURNING id
    ), given AS (
      INSERT INTO user_roles (user_id, role_name)
      SELECT id, name FROM added JOIN numbered USING (id)
        JOIN roles ON name = ${DEFAULT_ROLE} OR (name = 'manager' AND n % ${TEAM}::int = 1)
    )
    SELECT count(*)::int AS made FROM added`;
  return counted?.made ?? 0;
}

/**
 * Sees to it that the first `count` of them are there: members in a manager chain, some of them managers, pending or
 * suspended. None has a password. Calls `onProgress` now and then, and answers how many are new.
 */
export async function seedPeople(db: Db, count: number, onProgress = (_done: number) => {}): Promise<number> {
  let made = 0;
  for (let from = 1; from <= count; from += BATCH) {
    const to = Math.min(count, from + BATCH - 1);
    made += await addPeople(db, from, to);
    onProgress(to);
  }
  // As it would be after a while: estimates that fit, and indexes that need not look at the rows.
  await db.$executeRaw`VACUUM (ANALYZE) users, user_roles`;
  return made;
}
