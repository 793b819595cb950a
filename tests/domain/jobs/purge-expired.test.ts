import { Client } from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { getEnv } from '@/lib/core/env';
import { purgeExpired } from '@/lib/domain/purge-expired';
import { openRecorded, type Recorded, scansOf } from '../../infra/recorded-statements';
import { useDatabase } from '../../harness/use-database';
import { daysBefore, link, mail, registration, session, somebody } from './purged-world';
import { GO_ON, jobContext } from './world';

const { database, db } = useDatabase();
const now = new Date('2026-11-22T03:10:00Z');
const ago = (days: number) => daysBefore(now, days);

const purge = (dryRun = false) =>
  purgeExpired(
    jobContext(db, () => now),
    { dryRun, signal: GO_ON },
  );
const NOTHING = {
  refreshTokens: 0,
  sessions: 0,
  revocations: 0,
  codesAndLinks: 0,
  registrations: 0,
  deliveredMails: 0,
};

const TABLES = ['users', 'sessions', 'refresh_tokens', 'challenges', 'registrations', 'outbox_mails'];

async function rowsThere(): Promise<Record<string, number>> {
  const counts = TABLES.map((table) => `(SELECT count(*)::int FROM ${table}) AS ${table}`);
  return (await database.query<Record<string, number>>(`SELECT ${counts.join(', ')}`)).rows[0] ?? {};
}

beforeEach(async () => {
  await database.query('TRUNCATE users CASCADE');
});

describe('what is purged, and what is kept', () => {
  it('refresh tokens and sessions a day after their end; until then a spent token still gives a thief away', async () => {
    const person = await somebody(db);
    await session(db, person, { expiresAt: ago(1.01) });
    await session(db, person, { expiresAt: ago(0.9) });
    await session(db, person, { expiresAt: ago(-20) }, ago(1.01));
    expect(await purge()).toEqual({ ...NOTHING, refreshTokens: 4, sessions: 1 });
    expect(await rowsThere()).toMatchObject({ sessions: 2, refresh_tokens: 2 });
  });

  it('revoked sessions when no token of theirs can be presented any more', async () => {
    const person = await somebody(db);
    const tokenDays = getEnv().REFRESH_TOKEN_SECONDS / (24 * 60 * 60);
    await session(db, person, { expiresAt: ago(-20), revokedAt: ago(tokenDays + 1.01) }, ago(1.01));
    await session(db, person, { expiresAt: ago(-20), revokedAt: ago(tokenDays + 0.9) }, ago(0.9));
    expect(await purge()).toEqual({ ...NOTHING, refreshTokens: 2, revocations: 1 });
    expect(await rowsThere()).toMatchObject({ sessions: 1, refresh_tokens: 2 });
  });

  it('codes and links a month after their end, but not the invitation that somebody has never followed', async () => {
    const [active, pending] = [await somebody(db), await somebody(db, { activatedAt: null })];
    await link(db, active, { purpose: 'reset', expiresAt: ago(30.1) });
    await link(db, active, { purpose: 'reset', expiresAt: ago(29.9) });
    await link(db, active, { purpose: 'invitation', expiresAt: ago(30.1) });
    await link(db, pending, { purpose: 'invitation', expiresAt: ago(300) });
    expect(await purge()).toEqual({ ...NOTHING, codesAndLinks: 2 });
    expect(await db.challenge.count({ where: { userId: pending } })).toBe(1);
  });

  it('registrations a month old that were activated or closed, unless a session would be another one without them', async () => {
    const person = await somebody(db);
    await registration(db, person, { createdAt: ago(30.1), activatedAt: ago(30) });
    await registration(db, person, { createdAt: ago(30.1), closedAt: ago(30) });
    await registration(db, person, { createdAt: ago(30.1) });
    await registration(db, person, { createdAt: ago(29.9), closedAt: ago(29) });
    const registrationId = await registration(db, person, { createdAt: ago(40), closedAt: ago(39) });
    await session(db, person, { expiresAt: ago(-1), registrationId });
    expect(await purge()).toEqual({ ...NOTHING, registrations: 2 });
    expect(await db.session.count({ where: { registrationId } })).toBe(1);
  });

  it('mails a month after their delivery; those that wait or were given up stay', async () => {
    const person = await somebody(db);
    await mail(db, person, { sentAt: ago(30.1) });
    await mail(db, person, { sentAt: ago(29.9) });
    await mail(db, person, { status: 'queued' });
    await mail(db, person, { status: 'dead' });
    expect(await purge()).toEqual({ ...NOTHING, deliveredMails: 1 });
  });
});

describe('how it is purged', () => {
  /** More than one batch of codes and links that have ended. */
  async function manyLinks(): Promise<void> {
    const person = await somebody(db);
    await database.query(
      `INSERT INTO challenges (id, purpose, user_id, token_hash, created_at, expires_at)
       SELECT gen_random_uuid(), 'reset', $1, sha256(n::text::bytea), $2::timestamptz - interval '1 hour', $2::timestamptz - n % 100 * interval '1 ms'
       FROM generate_series(1, 4500) AS n`,
      [person, ago(31)],
    );
  }

  it('a dry run says the same counts, and changes nothing', async () => {
    await manyLinks();
    await session(db, await somebody(db), { expiresAt: ago(2) });
    const before = await rowsThere();
    const dry = await purge(true);
    expect(dry).toEqual({ ...NOTHING, refreshTokens: 2, sessions: 1, codesAndLinks: 4500 });
    expect(await rowsThere()).toEqual(before);
    expect(await purge()).toEqual(dry);
    expect(await rowsThere()).toMatchObject({ sessions: 0, challenges: 0 });
  });

  it('ends after the batch that is under way when it is asked to', async () => {
    await manyLinks();
    const stopping = new AbortController();
    const counting = db.$extends({
      query: {
        $queryRawUnsafe: async ({ args, query }) => {
          const done = (await query(args)) as { count: number }[];
          if (done[0]?.count === 2000) stopping.abort();
          return done;
        },
      },
    });
    const ctx = jobContext(counting as unknown as typeof db, () => now);
    expect(await purgeExpired(ctx, { dryRun: false, signal: stopping.signal })).toMatchObject({ codesAndLinks: 2000 });
    expect(await rowsThere()).toMatchObject({ challenges: 2500 });
  });

  it('waits for nobody: a row that somebody holds stays until the next time', async () => {
    const person = await somebody(db);
    const held = await session(db, person, { expiresAt: ago(2) }, ago(-1));
    await session(db, person, { expiresAt: ago(2) }, ago(-1));
    const holder = new Client({ connectionString: database.url });
    await holder.connect();
    await holder.query('BEGIN');
    await holder.query('SELECT 1 FROM sessions WHERE id = $1 FOR UPDATE', [held]);
    expect(await purge()).toMatchObject({ sessions: 1 });
    await holder.query('COMMIT');
    await holder.end();
    expect(await purge()).toMatchObject({ sessions: 1 });
  });
});

describe('among many rows', () => {
  let recorded: Recorded;

  beforeAll(() => {
    recorded = openRecorded(database.url);
  });
  afterAll(() => recorded.db.$disconnect());

  it('each statement finds its rows in an index on when they ended', async () => {
    const person = await somebody(db);
    await database.query(
      `WITH numbered AS (SELECT n, gen_random_uuid() AS id, now() - n * interval '1 hour' AS at FROM generate_series(1, 5000) AS n),
        opened AS (INSERT INTO sessions (id, user_id, remember, ip, user_agent, created_at, last_seen_at, expires_at, revoked_at)
          SELECT id, $1, true, '', '', at - interval '30 days', at, at, CASE WHEN n % 2 = 0 THEN at END FROM numbered),
        refreshed AS (INSERT INTO refresh_tokens (token_hash, session_id, created_at, expires_at)
          SELECT sha256(id::text::bytea), id, at, at FROM numbered),
        registered AS (INSERT INTO registrations (id, user_id, first_name, last_name, password_hash, created_at)
          SELECT id, $1, '', '', '', at FROM numbered),
        linked AS (INSERT INTO challenges (id, purpose, user_id, token_hash, created_at, expires_at)
          SELECT id, 'reset', $1, sha256(id::text::bytea), at - interval '1 hour', at FROM numbered)
      INSERT INTO outbox_mails (id, template, user_id, status, next_attempt_at, sent_at)
        SELECT id, 'activation', $1, 'sent', at, at FROM numbered`,
      [person],
    );
    await database.query('ANALYZE');
    const year = new Date('2026-01-01');
    const work = () =>
      purgeExpired(
        jobContext(recorded.db, () => year),
        { dryRun: false, signal: GO_ON },
      );
    const { statements } = await recorded.record(work);
    const plans = await Promise.all(statements.map((statement) => scansOf(database, statement)));
    const found = plans.map((scans) => scans.find((scan) => scan.startsWith('Index Scan')));
    expect(found).toEqual([
      'Index Scan refresh_tokens_expires_at_idx',
      'Index Scan sessions_expires_at_idx',
      'Index Scan sessions_revoked_at_idx',
      'Index Scan challenges_expires_at_idx',
      'Index Scan registrations_created_at_idx',
      'Index Scan outbox_mails_sent_at_idx',
    ]);
    expect(plans.flat().filter((scan) => scan.startsWith('Seq Scan'))).toEqual([]);
  });
});
