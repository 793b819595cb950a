import { randomUUID } from 'node:crypto';
import type { Db } from '@/lib/infra/db';
import type { JobName } from './job';
import type { Noted } from './job-notes';
import { type ByClock, nextDueAt } from './job-schedule';

/**
 * Who may run a job of the clock now: one row of `jobs`, and the database's clock for all instances.
 *
 * | state  | lease_until    | what may happen                                                              |
 * | ------ | -------------- | ---------------------------------------------------------------------------- |
 * | free   | null, or past  | taken by whoever's statement comes first (when it is due, or somebody says so) |
 * | held   | ahead          | renewed or given back by its holder alone                                     |
 *
 * A holder that dies leaves it behind: it is free when LEASE_SECONDS have passed since it was renewed last. It is about
 * economy, not about safety: each job stays right when two of them run at once, as they may after a freeze.
 */
export const LEASE_SECONDS = 45;
export const RENEW_EVERY_SECONDS = 15;

/** How long after a failure a job is due again, at the latest. */
const RETRY_SECONDS = 5 * 60;

export type Lease = { name: JobName; holder: string; takenAt: Date };

/** `due`: only when its time has come. `now`: because somebody says so. */
export type When = 'due' | 'now';

/** Writes down when a job is due first; brings that forward where its schedule has become denser. */
export async function planJob(db: Db, name: JobName, schedule: ByClock): Promise<void> {
  const [clock] = await db.$queryRaw<{ now: Date }[]>`SELECT now() AS now`;
  const next = clock && nextDueAt(schedule, clock.now);
  await db.$executeRaw`
    INSERT INTO jobs (name, next_due_at) VALUES (${name}, ${next})
    ON CONFLICT (name) DO UPDATE SET next_due_at = excluded.next_due_at
    WHERE jobs.next_due_at IS NULL OR jobs.next_due_at > excluded.next_due_at`;
}

/** Those of `names` whose time has come, and that nobody runs. */
export async function findDueJobs(db: Db, names: readonly JobName[]): Promise<JobName[]> {
  const due = await db.$queryRaw<{ name: JobName }[]>`
    SELECT name FROM jobs WHERE name = ANY (${names}) AND next_due_at <= now()
    AND (lease_until IS NULL OR lease_until <= now())`;
  return due.map(({ name }) => name);
}

/** The lease of a planned job, or null: somebody else has it, or it is not due. */
export async function takeLease(db: Db, name: JobName, when: When): Promise<Lease | null> {
  const holder = randomUUID();
  const [taken] = await db.$queryRaw<{ takenAt: Date }[]>`
    UPDATE jobs SET lease_holder = ${holder}::uuid, lease_until = now() + make_interval(secs => ${LEASE_SECONDS}),
      last_started_at = now()
    WHERE name = ${name} AND (lease_until IS NULL OR lease_until <= now())
      AND (${when === 'now'} OR next_due_at <= now())
    RETURNING now() AS "takenAt"`;
  return taken ? { name, holder, takenAt: taken.takenAt } : null;
}

/** False when it is somebody else's by now. */
export async function renewLease(db: Db, { name, holder }: Lease): Promise<boolean> {
  const renewed = await db.$executeRaw`
    UPDATE jobs SET lease_until = now() + make_interval(secs => ${LEASE_SECONDS})
    WHERE name = ${name} AND lease_holder = ${holder}::uuid`;
  return renewed === 1;
}

/**
 * Gives the lease back and writes down how it went. What was stopped is due still; what failed is due again in five
 * minutes, unless its clock names an earlier time. False when the lease is somebody else's by now.
 */
export async function giveLeaseBack(db: Db, lease: Lease, ended: Noted, schedule: ByClock): Promise<boolean> {
  const { outcome, report, error } = ended;
  const due = outcome === 'stopped' ? null : nextDueAt(schedule, lease.takenAt);
  const retrySeconds = outcome === 'failed' ? RETRY_SECONDS : null;
  // `least` overlooks what is null.
  const given = await db.$executeRaw`
    UPDATE jobs SET lease_holder = NULL, lease_until = NULL, last_finished_at = now(), last_outcome = ${outcome},
      last_report = ${report}::jsonb, last_error = ${error},
      next_due_at = coalesce(least(${due}::timestamptz, now() + make_interval(secs => ${retrySeconds})), next_due_at)
    WHERE name = ${lease.name} AND lease_holder = ${lease.holder}::uuid`;
  return given === 1;
}
