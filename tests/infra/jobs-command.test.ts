import { randomUUID } from 'node:crypto';
import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { JOB_NAMES } from '@/lib/domain/job';
import { cloneDatabase, type TestDatabase } from '../harness/database';

const TSX = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
const { PATH } = process.env;

let folder = '';
let database: TestDatabase;

/** `npm run jobs -- …` in a folder whose .env names the database. */
function jobs(...words: string[]) {
  const env = { PATH, NODE_ENV: 'development', TSX_TSCONFIG_PATH: join(process.cwd(), 'tsconfig.json') } as const;
  const command = ['--import', TSX, join(process.cwd(), 'lib/cli/jobs.ts'), ...words];
  const { status, stdout, stderr } = spawnSync(process.execPath, command, { cwd: folder, env, encoding: 'utf8' });
  return { status, stdout, stderr };
}

/** What is said about one job. */
function linesAbout(name: string): string[] {
  const { stdout } = jobs('list');
  const lines = stdout.trim().split('\n');
  const first = lines.findIndex((line) => line.startsWith(`${name}:`));
  const end = lines.findIndex((line, index) => index > first && !line.startsWith('  '));
  return lines.slice(first, end < 0 ? undefined : end);
}

const people = async () => (await database.query<{ n: number }>('SELECT count(*)::int AS n FROM users')).rows[0]?.n;

const UTC = String.raw`\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC`;

beforeAll(async () => {
  database = await cloneDatabase();
  folder = await mkdtemp(join(tmpdir(), 'gatehouse-jobs-'));
  await writeFile(join(folder, '.env'), `DATABASE_URL=${database.url}\n`);
});
afterAll(async () => {
  await database.drop();
  await rm(folder, { recursive: true });
});

test('lists each job with its cadence, how it went last, and when it is due next', async () => {
  const { status, stdout, stderr } = jobs('list');
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  for (const name of JOB_NAMES) expect(stdout).toContain(`${name}: `);
  expect(stdout).toContain('deliver-mail: every 5 seconds, on each instance\n  last: never\n');
  expect(stdout).toMatch(
    /purge-expired: daily at 03:10 UTC \(has a dry run\)\n {2}last: never\n {2}next: \d{4}-\d\d-\d\d 03:10:00 UTC\n/,
  );
  await database.query(
    `INSERT INTO jobs (name, next_due_at, last_started_at, last_finished_at, last_outcome, last_error)
     VALUES ('verify-audit-chain', now() - interval '1 hour', '2026-11-22T04:10:00Z', '2026-11-22T04:10:02.5Z', 'failed', 'no way')`,
  );
  expect(linesAbout('verify-audit-chain')).toEqual([
    'verify-audit-chain: daily at 04:10 UTC',
    '  last: 2026-11-22 04:10:02 UTC, failed after 2.5 s: no way',
    expect.stringMatching(`^  next: due since ${UTC}$`),
  ]);
}, 60_000);

test('runs a job now, first dry, and says what it did; the list says so, too', async () => {
  await database.query(
    `INSERT INTO users (id, email, first_name, last_name, created_at, updated_at) VALUES ($1, 'a@example.com', '', '', now() - interval '31 days', now())`,
    [randomUUID()],
  );
  const dry = jobs('run', 'purge-unactivated', '--dry-run');
  expect(dry).toEqual({ status: 0, stdout: 'purge-unactivated would do: accounts 1\n', stderr: '' });
  expect(await people()).toBe(1);
  const done = jobs('run', 'purge-unactivated');
  expect(done).toMatchObject({ status: 0, stderr: '' });
  expect(done.stdout).toMatch(/^purge-unactivated is done after \d+\.\d s: accounts 1\n$/);
  expect(await people()).toBe(0);
  expect(linesAbout('purge-unactivated')).toEqual([
    'purge-unactivated: daily at 03:40 UTC (has a dry run)',
    expect.stringMatching(`^  last: ${UTC}, done after \\d+\\.\\d s: accounts 1$`),
    expect.stringMatching(/^ {2}next: \d{4}-\d\d-\d\d 03:40:00 UTC$/),
  ]);
}, 60_000);

test('runs what the job asks for, because no server hears it', async () => {
  await database.query(
    `INSERT INTO reset_requests (id, email, ip, user_agent, request_id, next_attempt_at)
     VALUES ($1, 'nobody@example.com', '', '', '', now() - interval '1 minute')`,
    [randomUUID()],
  );
  const { status, stdout } = jobs('run', 'relay-outbox');
  expect(status).toBe(0);
  expect(stdout).toMatch(
    /^relay-outbox is done after .* s: reset requests 1\nanswer-reset-requests is done after .* s: answered 1\n$/,
  );
}, 60_000);

test('says in a word what stands in the way, and answers 1', async () => {
  await database.query(
    `INSERT INTO jobs (name, lease_holder, lease_until) VALUES ('purge-expired', $1, now() + interval '40 seconds')`,
    [randomUUID()],
  );
  expect(jobs('run', 'purge-expired')).toEqual({
    status: 1,
    stdout: '',
    stderr: 'purge-expired is running elsewhere right now, so nothing was done here.\n',
  });
  expect(jobs('run', 'purge-everything')).toMatchObject({
    status: 1,
    stdout: '',
    stderr: expect.stringContaining('There is no job “purge-everything”.'),
  });
  await database.query('UPDATE jobs SET lease_holder = NULL, lease_until = NULL; DROP TABLE outbox_mails CASCADE');
  const failed = jobs('run', 'purge-expired');
  expect(failed).toMatchObject({ status: 1, stdout: '', stderr: expect.stringContaining('outbox_mails') });
  expect(linesAbout('purge-expired')[1]).toMatch(/failed after .* s: .*outbox_mails/);
}, 60_000);
