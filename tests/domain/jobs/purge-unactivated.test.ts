import { Client } from 'pg';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { purgeUnactivated } from '@/lib/domain/purge-unactivated';
import { openRecorded, type Recorded, scansOf } from '../../infra/recorded-statements';
import { useDatabase } from '../../harness/use-database';
import { daysBefore, link, registration, session, somebody } from './purged-world';
import { GO_ON, jobContext } from './world';

const { database, db } = useDatabase();
const now = new Date();
const ago = (days: number) => daysBefore(now, days);
let recorded: Recorded;

const purge = (dryRun = false) =>
  purgeUnactivated(
    jobContext(db, () => now),
    { dryRun, signal: GO_ON },
  );
const pending = (days: number, own = {}) => somebody(db, { createdAt: ago(days), activatedAt: null, ...own });
const whoIsThere = async () => (await db.user.findMany({ select: { id: true } })).map(({ id }) => id).toSorted();

beforeAll(() => {
  recorded = openRecorded(database.url);
});
afterAll(() => recorded.db.$disconnect());
beforeEach(async () => {
  await database.query('TRUNCATE users, audit_events CASCADE');
});

// asvs:14.2.7
it('accounts never activated go after thirty days, with all that is theirs, each of them on the record', async () => {
  const forgotten = await pending(30.01);
  const registrationId = await registration(db, forgotten, { createdAt: ago(30.01) });
  await session(db, forgotten, { expiresAt: ago(0.01), registrationId });
  const spared = [await pending(29.99), await somebody(db, { createdAt: ago(400) })];
  expect(await purge()).toEqual({ accounts: 1 });
  expect(await whoIsThere()).toEqual(spared.toSorted());
  expect([await db.registration.count(), await db.session.count(), await db.refreshToken.count()]).toEqual([0, 0, 0]);
  expect(await db.auditEvent.findMany()).toMatchObject([
    {
      event: 'person.deleted',
      outcome: 'success',
      subjectId: forgotten,
      actorId: null,
      data: { via: 'job', why: 'never activated' },
    },
  ]);
});

it('spares who is suspended, who was invited, however long ago, and who has reports', async () => {
  const suspended = await pending(90, { suspendedAt: ago(1) });
  const untilTomorrow = await pending(90, { suspendedAt: ago(1), suspendedUntil: ago(-1) });
  const invited = await pending(90);
  await link(db, invited, { purpose: 'invitation', expiresAt: ago(87) });
  const manager = await pending(90);
  const report = await somebody(db);
  await database.query('UPDATE users SET manager_id = $1 WHERE id = $2', [manager, report]);
  await pending(90, { suspendedAt: ago(2), suspendedUntil: ago(1) });
  await link(db, await pending(90), { purpose: 'reset', expiresAt: ago(40) });
  expect(await purge()).toEqual({ accounts: 2 });
  expect(await whoIsThere()).toEqual([suspended, untilTomorrow, invited, manager, report].toSorted());
});

/** From now on, how many rows of these tables each statement deletes, with what it drags along. */
async function countDeletions(tables: readonly string[]): Promise<() => Promise<Record<string, number>>> {
  await database.query('CREATE TABLE deletions (name text, at timestamptz, rows int)');
  await database.query(`
    CREATE FUNCTION note_deletions() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
      INSERT INTO deletions SELECT TG_TABLE_NAME, statement_timestamp(), count(*) FROM gone;
      RETURN NULL;
    END $$`);
  for (const table of tables) {
    await database.query(
      `CREATE TRIGGER note_deletions AFTER DELETE ON ${table}
       REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION note_deletions()`,
    );
  }
  return async () => {
    const { rows } = await database.query<{ name: string; most: number }>(
      `SELECT name, max(rows)::int AS most
       FROM (SELECT name, sum(rows) AS rows FROM deletions GROUP BY name, at) AS statements GROUP BY name`,
    );
    await database.query('DROP FUNCTION note_deletions CASCADE');
    await database.query('DROP TABLE deletions');
    return Object.fromEntries(rows.map(({ name, most }) => [name, most]));
  };
}

it('takes 2,000 rows of theirs at once, however many they left behind', async () => {
  const forgotten = await pending(31);
  const busiest = await session(db, forgotten, { expiresAt: ago(-1) });
  await database.query(
    `INSERT INTO refresh_tokens (token_hash, session_id, created_at, expires_at)
     SELECT sha256(n::text::bytea), $1, now(), now() + interval '1 hour' FROM generate_series(1, 4100) AS n`,
    [busiest],
  );
  await database.query(
    `INSERT INTO sessions (id, user_id, remember, ip, user_agent, created_at, last_seen_at, expires_at)
     SELECT gen_random_uuid(), $1, false, '', '', now(), now(), now() + interval '1 hour' FROM generate_series(1, 2100)`,
    [forgotten],
  );
  await database.query(
    `INSERT INTO outbox_mails (id, template, user_id, created_at, next_attempt_at)
     SELECT gen_random_uuid(), 'activation', $1, now(), now() FROM generate_series(1, 2100)`,
    [forgotten],
  );
  const deletions = await countDeletions(['refresh_tokens', 'sessions', 'outbox_mails']);
  expect(await purge()).toEqual({ accounts: 1 });
  expect(await deletions()).toEqual({ refresh_tokens: 2_000, sessions: 2_000, outbox_mails: 2_000 });
  expect([await db.session.count(), await db.refreshToken.count(), await db.auditEvent.count()]).toEqual([0, 0, 1]);
});

it('a dry run counts the same, and changes nothing', async () => {
  await database.query(
    `INSERT INTO users (id, email, first_name, last_name, created_at, updated_at)
     SELECT gen_random_uuid(), n || '@example.com', '', '', $1, now() FROM generate_series(1, 120) AS n`,
    [ago(31)],
  );
  expect(await purge(true)).toEqual({ accounts: 120 });
  expect([await db.user.count(), await db.auditEvent.count()]).toEqual([120, 0]);
  expect(await purge()).toEqual({ accounts: 120 });
  expect([await db.user.count(), await db.auditEvent.count()]).toEqual([0, 120]);
});

it('passes over who is activated at this very moment', async () => {
  const [lucky] = [await pending(31), await pending(31)];
  const activation = new Client({ connectionString: database.url });
  await activation.connect();
  await activation.query('BEGIN');
  await activation.query('UPDATE users SET activated_at = now() WHERE id = $1', [lucky]);
  expect(await purge()).toEqual({ accounts: 1 });
  await activation.query('COMMIT');
  await activation.end();
  expect(await purge()).toEqual({ accounts: 0 });
  expect(await whoIsThere()).toEqual([lucky]);
});

it('finds them in an index, among many who are activated', async () => {
  await database.query(
    `WITH numbered AS (SELECT n, gen_random_uuid() AS id, now() - n * interval '1 hour' AS at FROM generate_series(1, 5000) AS n),
       linked AS (INSERT INTO challenges (id, purpose, user_id, token_hash, created_at, expires_at)
         SELECT id, 'reset', id, sha256(id::text::bytea), at, at + interval '1 hour' FROM numbered)
     INSERT INTO users (id, email, first_name, last_name, created_at, updated_at, activated_at)
     SELECT id, n || '@example.com', '', '', at, now(), CASE WHEN n % 20 > 0 THEN now() END FROM numbered`,
  );
  await database.query('ANALYZE');
  const year = new Date('2020-01-01');
  const work = () =>
    purgeUnactivated(
      jobContext(recorded.db, () => year),
      { dryRun: false, signal: GO_ON },
    );
  const { statements } = await recorded.record(work);
  const looking = statements.find(({ sql }) => sql.includes('FOR UPDATE SKIP LOCKED'));
  const scans = looking ? await scansOf(database, looking) : [];
  expect(scans).toContain('Index Scan users_activated_at_created_at_idx');
  expect(scans.filter((scan) => scan.startsWith('Seq Scan'))).toEqual([]);
});
