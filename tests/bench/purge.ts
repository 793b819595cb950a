import type { Context } from '@/lib/domain/context';
import { purgeExpired } from '@/lib/domain/purge-expired';
import { type Db, openDatabase } from '../../lib/infra/db';
import { type PersonWithId, activatedPerson, signIn } from '../harness/people';
import { startServer } from '../harness/server';
import { type Bench, say } from './bench';
import { quantile } from './load';

/** Expired rows in all, of which seven in ten are refresh tokens. */
const ROWS = { quick: 100_000, usual: 1_000_000, long: 1_000_000 };
/** People whose rows they are, and who sign in meanwhile. */
const PEOPLE = 20;
const CALM_SIGN_INS = 40;
/** In milliseconds: the longest statement, and the slowest sign-in beside it. */
const LONGEST_MS = 1_000;
/** What the process may grow by, in MiB. */
const MOST_GROWTH_MIB = 64;

/** Sets of rows that ended between 10 and 70 days ago, as shares of all; living ones beside them, which have to stay. */
const FILL = `
  WITH numbered AS (
    SELECT n, gen_random_uuid() AS id, ($1::uuid[])[1 + n % cardinality($1::uuid[])] AS person,
      now() - interval '10 days' - n * interval '60 days' / $2::int AS at FROM generate_series(1, $2::int) AS n
  ), opened AS (
    INSERT INTO sessions (id, user_id, remember, ip, user_agent, created_at, last_seen_at, expires_at, revoked_at)
    SELECT id, person, true, '203.0.113.9', 'Mozilla/5.0', at - interval '30 days', at,
      CASE WHEN n % 3 = 0 THEN now() + interval '20 days' ELSE at END, CASE WHEN n % 3 = 0 THEN at END
    FROM numbered WHERE n % 100 < 15
  ), refreshed AS (
    INSERT INTO refresh_tokens (token_hash, session_id, created_at, expires_at, used_at)
    SELECT sha256((id::text || k)::bytea), id, at - interval '7 days', at - k * interval '1 minute', at - interval '7 days'
    FROM numbered, generate_series(1, 5) AS k WHERE n % 100 < 14
  ), linked AS (
    INSERT INTO challenges (id, purpose, user_id, token_hash, created_at, expires_at)
    SELECT id, 'reset', person, sha256(id::text::bytea), at - interval '40 days', at - interval '30 days'
    FROM numbered WHERE n % 100 < 6
  ), registered AS (
    INSERT INTO registrations (id, user_id, first_name, last_name, password_hash, created_at, closed_at)
    SELECT id, person, 'Robin', 'Marsh', 'x', at - interval '30 days', at FROM numbered WHERE n % 100 < 2
  ), mailed AS (
    INSERT INTO outbox_mails (id, template, user_id, status, next_attempt_at, sent_at)
    SELECT id, 'activation', person, 'sent', at, at - interval '30 days' FROM numbered WHERE n % 100 < 7
  )
  INSERT INTO sessions (id, user_id, remember, ip, user_agent, created_at, last_seen_at, expires_at)
  SELECT gen_random_uuid(), person, true, '203.0.113.9', 'Mozilla/5.0', now(), now(), now() + interval '30 days'
  FROM numbered WHERE n % 100 = 50`;

/** A client that keeps how long each statement took, in milliseconds. */
function timed(db: Db): { db: Db; times: number[] } {
  const times: number[] = [];
  const extended = db.$extends({
    query: {
      $allOperations: async ({ args, query }) => {
        const askedAt = performance.now();
        const answer: unknown = await query(args);
        times.push(performance.now() - askedAt);
        return answer;
      },
    },
  });
  return { db: extended as unknown as Db, times };
}

async function timeOfSignIn(person: PersonWithId): Promise<number> {
  const askedAt = performance.now();
  await signIn(person);
  return performance.now() - askedAt;
}

/** Signs them in, one after the other, until `over`; how long each took, in milliseconds. */
async function signInUntil(people: readonly PersonWithId[], isOver: (done: number) => boolean): Promise<number[]> {
  const times: number[] = [];
  for (let n = 0; !isOver(n); n += 1) {
    const person = people[n % people.length];
    if (person) times.push(await timeOfSignIn(person));
  }
  return times;
}

type Purged = { rows: number; seconds: number; times: number[]; growthMiB: number; signIns: number[] };

/** The purge, in this process, and sign-ins beside it, on a server of its own. */
async function purge(db: Db, people: readonly PersonWithId[]): Promise<Purged> {
  const watched = timed(db);
  const context = { db: watched.db, now: () => new Date() } as Context;
  const rss = () => process.memoryUsage().rss / 2 ** 20;
  await purgeExpired(context, { dryRun: true, signal: new AbortController().signal });
  watched.times.length = 0;
  const before = rss();
  let [peak, isOver] = [before, false];
  const watch = setInterval(() => (peak = Math.max(peak, rss())), 20);
  const beside = signInUntil(people, () => isOver);
  const startedAt = performance.now();
  const report = await purgeExpired(context, { dryRun: false, signal: new AbortController().signal });
  const seconds = (performance.now() - startedAt) / 1000;
  isOver = true;
  clearInterval(watch);
  const rows = Object.values(report).reduce((sum, count) => sum + count, 0);
  return { rows, seconds, times: watched.times, growthMiB: peak - before, signIns: await beside };
}

/**
 * What it takes to purge a million expired rows: rows a second, the longest statement, the growth of the process, and how
 * long a sign-in takes meanwhile, in milliseconds. Answers the missed goals.
 */
export async function measurePurge(bench: Bench): Promise<string[]> {
  const wanted = ROWS[bench.size];
  const server = await startServer(bench);
  const people: PersonWithId[] = [];
  while (people.length < PEOPLE) people.push(await activatedPerson(server));
  await server.database.query(FILL, [people.map(({ id }) => id), wanted]);
  await server.database.query('ANALYZE');
  const living = await livingSessions(server.database);
  const calm = await signInUntil(people, (done) => done === CALM_SIGN_INS);
  const db = openDatabase(server.database.url);
  const purged = await purge(db, people);
  await db.$disconnect();
  const left = await livingSessions(server.database);
  await server.stop();
  const isKept = left - living === calm.length + purged.signIns.length;
  return [...judge(purged, calm, wanted), ...(isKept ? [] : [`missed: of the living sessions, ${left} are left`])];
}

type Database = Awaited<ReturnType<typeof startServer>>['database'];

async function livingSessions({ query }: Database): Promise<number> {
  const sql = 'SELECT count(*)::int AS n FROM sessions WHERE expires_at > now() AND revoked_at IS NULL';
  return (await query<{ n: number }>(sql)).rows[0]?.n ?? 0;
}

function judge(
  { rows, seconds, times, growthMiB, signIns }: Purged,
  calm: readonly number[],
  wanted: number,
): string[] {
  const longest = Math.max(...times);
  const slowest = Math.max(...signIns);
  const inWords = (some: readonly number[]) =>
    `p50 ${quantile(some, 0.5).toFixed(0)} ms, slowest ${Math.max(...some).toFixed(0)} ms`;
  say('');
  say(`${rows} expired rows purged in ${seconds.toFixed(1)} s: ${(rows / seconds).toFixed(0)} a second`);
  say(`${times.length} statements: p50 ${quantile(times, 0.5).toFixed(0)} ms, longest ${longest.toFixed(0)} ms`);
  say(`memory of the process: + ${growthMiB.toFixed(0)} MiB at its peak`);
  say(`a sign-in before: ${inWords(calm)}; ${signIns.length} meanwhile, one after the other: ${inWords(signIns)}`);
  return [
    ...(rows === wanted ? [] : [`missed: ${rows} of ${wanted} rows were purged`]),
    ...(longest < LONGEST_MS ? [] : [`missed: a statement of the purge took ${longest.toFixed(0)} ms`]),
    ...(growthMiB <= MOST_GROWTH_MIB ? [] : [`missed: the process grew by ${growthMiB.toFixed(0)} MiB`]),
    ...(slowest < LONGEST_MS ? [] : [`missed: a sign-in took ${slowest.toFixed(0)} ms beside the purge`]),
  ];
}
