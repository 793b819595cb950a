import { z } from 'zod';
import type { Job } from '@/lib/domain/job';
import { isByClock, nextDueAt } from '@/lib/domain/job-schedule';
import type { Db } from '@/lib/infra/db';
import type { JobState } from '@/prisma/generated/client';
import { durationInWords, momentInWords, reportInWords } from './words';

const storedReport = z.record(z.string(), z.number()).catch({});

/** Each job in a few lines: when it runs, how it went last, when it is due next. `now` is for what was never planned. */
export async function listJobs(db: Db, jobs: readonly Job[], now: Date): Promise<string[]> {
  const states = new Map((await db.jobState.findMany()).map((state) => [state.name, state]));
  return jobs.flatMap((job) => {
    const state = states.get(job.name);
    const mode = job.hasDryRun ? ' (has a dry run)' : '';
    return [`${job.name}: ${job.schedule.words}${mode}`, `  last: ${lastInWords(state)}`, ...nextOf(job, state, now)];
  });
}

function nextOf({ schedule }: Job, state: JobState | undefined, now: Date): string[] {
  if (!isByClock(schedule)) return [];
  const lease = state?.leaseUntil;
  if (lease && lease > now) return [`  next: running now, since ${momentInWords(state.lastStartedAt ?? now)}`];
  const due = state?.nextDueAt ?? nextDueAt(schedule, now);
  return [due > now ? `  next: ${momentInWords(due)}` : `  next: due since ${momentInWords(due)}`];
}

function lastInWords(state: JobState | undefined): string {
  const { lastStartedAt, lastFinishedAt, lastOutcome, lastReport, lastError } = state ?? {};
  if (!lastStartedAt || !lastFinishedAt || lastOutcome == null) return 'never';
  const took = durationInWords(Math.max(0, lastFinishedAt.getTime() - lastStartedAt.getTime()));
  const what = lastOutcome === 'failed' ? lastError : reportInWords(storedReport.parse(lastReport ?? {}));
  return `${momentInWords(lastFinishedAt)}, ${lastOutcome} after ${took}: ${what}`;
}
