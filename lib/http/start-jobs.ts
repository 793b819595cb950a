import { randomUUID } from 'node:crypto';
import { getEnv } from '@/lib/core/env';
import type { Context } from '@/lib/domain/context';
import type { Job } from '@/lib/domain/job';
import { findDueJobs, planJob } from '@/lib/domain/job-lease';
import { isByClock } from '@/lib/domain/job-schedule';
import { JOBS } from '@/lib/domain/jobs';
import { runJob } from '@/lib/domain/run-job';
import { startEventSender } from '@/lib/infra/event-sender';
import { getInngest } from '@/lib/infra/inngest';
import { getDb } from '@/lib/infra/db';
import { pokeJob, type ScheduledJob, startJobRunner } from '@/lib/infra/job-runner';
import { createContext } from './request-context';

/** How often an instance looks which jobs of the clock are due, in seconds. */
const LOOK_EVERY_SECONDS = 5;

/** A job is its own client: what it does is on the record under its name. */
export function createJobContext(name: string, requestId: string = randomUUID()): Context {
  const client = { ip: '', userAgent: `job ${name}`, requestId };
  return createContext(client, { isBearer: false });
}

/**
 * Sees to it that the jobs run. With Inngest they run when it asks, and here is only told what there is to do; without it
 * the in-process runner has all of them: those of the pulse by themselves, those of the clock when they are due.
 */
export function startJobs(): void {
  if (getEnv().isInngestOn) startEventSender(async (events) => (await getInngest()).send(events));
  else startJobRunner([...JOBS.map(scheduled), createClock()]);
}

function scheduled(job: Job): ScheduledJob {
  const run = (signal: AbortSignal, requestId: string) =>
    runJob(createJobContext(job.name, requestId), job, { dryRun: false, signal, when: 'due' });
  return isByClock(job.schedule)
    ? { name: job.name, run }
    : { name: job.name, everySeconds: job.schedule.everySeconds, run };
}

/**
 * Looks which jobs are due and pokes them: one small question for all of them. What was due while everything was down is
 * still due at the next start.
 */
function createClock(): ScheduledJob {
  const byClock = JOBS.flatMap(({ name, schedule }) => (isByClock(schedule) ? [{ name, schedule }] : []));
  const names = byClock.map(({ name }) => name);
  let isPlanned = false;
  const run = async () => {
    const db = getDb();
    for (const { name, schedule } of isPlanned ? [] : byClock) await planJob(db, name, schedule);
    isPlanned = true;
    for (const name of await findDueJobs(db, names)) pokeJob(name);
  };
  return { name: 'clock', everySeconds: LOOK_EVERY_SECONDS, run };
}
