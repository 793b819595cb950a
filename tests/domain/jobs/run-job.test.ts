import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { findDueJobs, LEASE_SECONDS, RENEW_EVERY_SECONDS } from '@/lib/domain/job-lease';
import type { Job } from '@/lib/domain/job';
import { everySeconds } from '@/lib/domain/job-schedule';
import { runJob } from '@/lib/domain/run-job';
import { until } from '../../harness/poll';
import { useDatabase } from '../../harness/use-database';
import { GO_ON, jobContext, jobOf, opening } from './world';

const { database, db } = useDatabase();
let warnings: string[] = [];

const run = (job: Job, own: Partial<Parameters<typeof runJob>[2]> = {}) => {
  const ctx = jobContext(db, undefined, (words) => void warnings.push(words));
  return runJob(ctx, job, { dryRun: false, signal: GO_ON, when: 'due', ...own });
};
const did = (count = 1) => jobOf(() => Promise.resolve({ rows: count }));
const broken = () => jobOf(() => Promise.reject(new Error('the disk\n is full')));

type Row = Record<'last_report' | 'last_error' | 'last_outcome' | 'lease_holder', unknown> & {
  is_due: boolean;
  due_in: number;
  free_in: number;
  version: string;
};

async function row(): Promise<Row | undefined> {
  const { rows } = await database.query<Row>(`SELECT *, next_due_at <= now() AS is_due, xmin::text AS version,
    extract(epoch FROM next_due_at - now())::float AS due_in,
    extract(epoch FROM lease_until - now())::float AS free_in FROM jobs`);
  return rows[0];
}

/** What moves the clock: everything that is written down about times moves the other way. */
async function pass(seconds: number): Promise<void> {
  await database.query(
    `UPDATE jobs SET next_due_at = next_due_at - make_interval(secs => $1),
    lease_until = lease_until - make_interval(secs => $1)`,
    [seconds],
  );
}

/** As a server that starts plans it, ten minutes ago. */
async function isDue(): Promise<void> {
  await run(did(0), { when: 'now' });
  await pass(600);
}

beforeEach(async () => {
  warnings = [];
  await database.query('TRUNCATE jobs');
});

describe('a job of the clock', () => {
  it('does not run before it is due', async () => {
    expect(await run(did())).toBeNull();
    await run(did(), { when: 'now' });
    expect(await run(did())).toBeNull();
    expect(await findDueJobs(db, ['purge-expired'])).toEqual([]);
  });

  it('runs once when it is due, however many instances come at once', async () => {
    await isDue();
    expect(await findDueJobs(db, ['purge-expired'])).toEqual(['purge-expired']);
    const reports = await Promise.all(Array.from({ length: 12 }, (_, n) => run(did(n + 1))));
    expect(reports.filter((report) => report !== null)).toHaveLength(1);
    expect(await row()).toMatchObject({ last_outcome: 'done', is_due: false, lease_holder: null, last_error: null });
  });

  it('runs once, however late it comes, and is due again at the next time that its clock names', async () => {
    await isDue();
    await pass(3 * 24 * 3600);
    expect(await run(did())).toEqual({ rows: 1 });
    expect(await run(did())).toBeNull();
    expect((await row())?.due_in).toBeLessThanOrEqual(600);
  });

  it('is free again when its holder has died, and not before', async () => {
    await isDue();
    const { opened, open } = opening();
    const dying = run(jobOf(() => opened.then(() => ({ rows: 1 }))));
    await until('the lease', async () => (await row())?.lease_holder);
    expect(await run(did())).toBeNull();
    expect(await run(did(), { when: 'now' })).toBeNull();
    expect(await findDueJobs(db, ['purge-expired'])).toEqual([]);
    await pass(LEASE_SECONDS);
    expect(await run(did(2))).toEqual({ rows: 2 });
    open();
    await dying;
    expect(await row()).toMatchObject({ last_report: { rows: 2 } });
    expect(warnings).toEqual(['a job took longer than its lease: another instance ran it, too']);
  });

  it('that fails says why, and is due again within five minutes', async () => {
    await isDue();
    await expect(run(broken())).rejects.toThrow('the disk');
    const failed = { last_outcome: 'failed', last_error: 'the disk is full', last_report: null, is_due: false };
    expect(await row()).toMatchObject({ ...failed, lease_holder: null });
    await pass(300);
    expect(await run(did())).toEqual({ rows: 1 });
  });

  it.each([
    ['returns what was done by then', () => Promise.resolve({ rows: 1 }), { rows: 1 }],
    ['throws', () => Promise.reject(new Error('asked to end')), null],
  ])('that is asked to stop, and %s, is due still', async (_, end, last_report) => {
    await isDue();
    const stopping = new AbortController();
    const stopped = jobOf(() => {
      stopping.abort();
      return end();
    });
    expect(await run(stopped, { signal: stopping.signal })).toBeNull();
    expect(await row()).toMatchObject({ last_outcome: 'stopped', last_report, is_due: true, lease_holder: null });
    expect(await run(did())).toEqual({ rows: 1 });
  });

  it('writes nothing in a dry run, and takes no lease', async () => {
    await isDue();
    const before = await row();
    const dry: boolean[] = [];
    const job = jobOf((_, { dryRun }) => {
      dry.push(dryRun);
      return Promise.resolve({ rows: 7 });
    });
    expect(await run(job, { dryRun: true })).toEqual({ rows: 7 });
    expect(dry).toEqual([true]);
    expect(await row()).toEqual({ ...before, due_in: expect.any(Number) });
  });
});

describe('the lease of a job that runs long', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] }));
  afterEach(() => void vi.useRealTimers());

  it('is renewed while its holder lives', async () => {
    await isDue();
    const { opened, open } = opening();
    const running = run(jobOf(() => opened.then(() => ({ rows: 1 }))));
    await until('the lease', async () => (await row())?.lease_holder);
    await pass(LEASE_SECONDS - 1);
    vi.advanceTimersByTime(RENEW_EVERY_SECONDS * 1000);
    await until('the renewal', async () => ((await row())?.free_in ?? 0) > LEASE_SECONDS - 10);
    open();
    expect(await running).toEqual({ rows: 1 });
  });

  it('that is somebody else’s by then tells the job to end', async () => {
    await isDue();
    const job = jobOf(
      (_, { signal }) =>
        new Promise((__, reject) => {
          signal.addEventListener('abort', () => reject(new Error('ended')));
        }),
    );
    const frozen = run(job);
    await until('the lease', async () => (await row())?.lease_holder);
    await pass(LEASE_SECONDS);
    expect(await run(did())).toEqual({ rows: 1 });
    vi.advanceTimersByTime(RENEW_EVERY_SECONDS * 1000);
    expect(await frozen).toBeNull();
    expect(await row()).toMatchObject({ last_outcome: 'done', last_report: { rows: 1 } });
  });
});

describe('a job that every instance looks at', () => {
  const looking = (job: Job) => ({ ...job, name: 'deliver-mail' as const, schedule: everySeconds(5) });

  it('writes down what it did, and nothing when it did nothing', async () => {
    await run(looking(did(0)));
    await run(looking(did(3)));
    const after = await row();
    expect(after).toMatchObject({ last_outcome: 'done', last_report: { rows: 3 }, due_in: null });
    for (let n = 0; n < 3; n += 1) expect(await run(looking(did(0)))).toEqual({ rows: 0 });
    expect((await row())?.version).toBe(after?.version);
  });

  it('writes down that it fails, once, and that it works again', async () => {
    await expect(run(looking(broken()))).rejects.toThrow('the disk');
    const failed = await row();
    expect(failed).toMatchObject({ last_outcome: 'failed', last_error: 'the disk is full' });
    await expect(run(looking(broken()))).rejects.toThrow('the disk');
    expect((await row())?.version).toBe(failed?.version);
    await run(looking(did(0)));
    expect(await row()).toMatchObject({ last_outcome: 'done', last_error: null });
  });
});
