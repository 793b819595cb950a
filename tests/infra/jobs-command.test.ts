import { randomUUID } from 'node:crypto';
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runNow } from '@/lib/cli/jobs/run';
import { type Job, type JobName } from '@/lib/domain/job';
import { findJob } from '@/lib/domain/jobs';
import { GO_ON } from '../domain/jobs/world';
import { useDatabase } from '../harness/use-database';

const TSX = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
const { PATH } = process.env;

/** When each job runs, in the words of the list: every row of the contract's §7, and what we have besides. */
const CADENCES: Record<JobName, string> = {
  'deliver-mail': 'every 5 seconds, on each instance',
  'answer-reset-requests': 'every 5 seconds, on each instance',
  'seal-audit-events': 'every 5 seconds, on each instance',
  'relay-outbox': 'every minute (has a dry run)',
  'refresh-role-cache': 'every 10 minutes',
  'purge-expired': 'daily at 03:10 UTC (has a dry run)',
  'purge-unactivated': 'daily at 03:40 UTC (has a dry run)',
  'purge-avatars': 'every 10 minutes (has a dry run)',
  'verify-audit-chain': 'daily at 04:10 UTC',
};

const { database } = useDatabase();
let folder = '';

type Outcome = { status: number; stdout: string; stderr: string };

/** `npm run jobs -- …` in a folder whose .env names the database. */
function jobs(...words: string[]): Promise<Outcome> {
  const env = { PATH, NODE_ENV: 'development', TSX_TSCONFIG_PATH: join(process.cwd(), 'tsconfig.json') } as const;
  const command = ['--import', TSX, join(process.cwd(), 'lib/cli/jobs.ts'), ...words];
  return new Promise((resolve) => {
    execFile(process.execPath, command, { cwd: folder, env }, (error, stdout, stderr) => {
      resolve({ status: typeof error?.code === 'number' ? error.code : 0, stdout, stderr });
    });
  });
}

/** What a list says about one job. */
function linesAbout(name: string, { stdout }: Outcome): string[] {
  const lines = stdout.trim().split('\n');
  const first = lines.findIndex((line) => line.startsWith(`${name}:`));
  const end = lines.findIndex((line, index) => index > first && !line.startsWith('  '));
  return lines.slice(first, end < 0 ? undefined : end);
}

const people = async () => (await database.query<{ n: number }>('SELECT count(*)::int AS n FROM users')).rows[0]?.n;

const UTC = String.raw`\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC`;

function jobCalled(name: JobName): Job {
  const job = findJob(name);
  if (!job) throw new Error(`There is no job ${name}.`);
  return job;
}

/** Somebody who registered a month ago, and never came back. */
const addForgotten = () =>
  database.query(
    `INSERT INTO users (id, email, first_name, last_name, created_at, updated_at)
     VALUES ($1, 'a@example.com', '', '', now() - interval '31 days', now())`,
    [randomUUID()],
  );

let dry: Outcome;
let list: Outcome;
let elsewhere: Outcome;

/** A job was run, another failed, a third is running; and then three ask at once, since each takes seconds to start. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gatehouse-jobs-'));
  await writeFile(join(folder, '.env'), `DATABASE_URL=${database.url}\n`);
  await runNow(jobCalled('purge-unactivated'), { dryRun: false, signal: GO_ON });
  await database.query(
    `INSERT INTO jobs (name, next_due_at, last_started_at, last_finished_at, last_outcome, last_error)
     VALUES ('verify-audit-chain', now() - interval '1 hour', '2026-11-22T04:10:00Z', '2026-11-22T04:10:02.5Z', 'failed', 'no way')`,
  );
  await database.query(
    `INSERT INTO jobs (name, lease_holder, lease_until, last_started_at)
     VALUES ('purge-expired', $1, now() + interval '1 hour', now())`,
    [randomUUID()],
  );
  await addForgotten();
  [dry, list, elsewhere] = await Promise.all([
    jobs('run', 'purge-unactivated', '--dry-run'),
    jobs('list'),
    jobs('run', 'purge-expired'),
  ]);
}, 120_000);
afterAll(() => rm(folder, { recursive: true }));

test('runs a job now, first dry, and says what it did', async () => {
  expect(dry).toEqual({ status: 0, stdout: 'purge-unactivated would do: accounts 1\n', stderr: '' });
  expect(await people()).toBe(1);
  const [done, ...more] = await runNow(jobCalled('purge-unactivated'), { dryRun: false, signal: GO_ON });
  expect(done).toMatch(/^purge-unactivated is done after \d+\.\d s: accounts 1$/);
  expect(more).toEqual([]);
  expect(await people()).toBe(0);
});

test('lists each job with its cadence, how it went last, and when it is due next', () => {
  expect(list).toMatchObject({ status: 0, stderr: '' });
  const listed = list.stdout.trim().split('\n');
  expect(listed.filter((line) => !line.startsWith(' '))).toEqual(
    Object.entries(CADENCES).map(([name, cadence]) => `${name}: ${cadence}`),
  );
  expect(listed.filter((line) => line.startsWith('  last: '))).toHaveLength(Object.keys(CADENCES).length);
  expect(linesAbout('deliver-mail', list).slice(1)).toEqual(['  last: never']);
  expect(linesAbout('purge-unactivated', list).slice(1)).toEqual([
    expect.stringMatching(`^  last: ${UTC}, done after \\d+\\.\\d s: nothing$`),
    expect.stringMatching(/^ {2}next: \d{4}-\d\d-\d\d 03:40:00 UTC$/),
  ]);
  expect(linesAbout('purge-expired', list).slice(1)).toEqual([
    '  last: never',
    expect.stringMatching(`^  next: running now, since ${UTC}$`),
  ]);
  expect(linesAbout('verify-audit-chain', list).slice(1)).toEqual([
    '  last: 2026-11-22 04:10:02 UTC, failed after 2.5 s: no way',
    expect.stringMatching(`^  next: due since ${UTC}$`),
  ]);
});

test('says that a job runs elsewhere, and answers 1', async () => {
  expect(elsewhere).toEqual({
    status: 1,
    stdout: '',
    stderr: 'purge-expired is running elsewhere right now, so nothing was done here.\n',
  });
  await database.query('UPDATE jobs SET lease_holder = NULL, lease_until = NULL');
});

test('runs what the job asks for, because no server hears it', async () => {
  await database.query(
    `INSERT INTO reset_requests (id, email, ip, user_agent, request_id, next_attempt_at)
     VALUES ($1, 'nobody@example.com', '', '', '', now() - interval '1 minute')`,
    [randomUUID()],
  );
  expect(await runNow(jobCalled('relay-outbox'), { dryRun: false, signal: GO_ON })).toEqual([
    expect.stringMatching(/^relay-outbox is done after .* s: reset requests 1$/),
    expect.stringMatching(/^answer-reset-requests is done after .* s: answered 1$/),
  ]);
});

test('says that it was stopped, and hands on why a job failed', async () => {
  const job = jobCalled('purge-expired');
  const stopped = runNow(job, { dryRun: false, signal: AbortSignal.abort() });
  await expect(stopped).rejects.toThrow('purge-expired was stopped before it was through.');
  await database.query('DROP TABLE outbox_mails CASCADE');
  await expect(runNow(job, { dryRun: false, signal: GO_ON })).rejects.toThrow('outbox_mails');
});
