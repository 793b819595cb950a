import type { Context } from '@/lib/domain/context';
import type { Job, JobName } from '@/lib/domain/job';
import { findJob } from '@/lib/domain/jobs';
import { runJob } from '@/lib/domain/run-job';
import { createCommandContext } from '../command-context';
import { JobProblem } from './wishes';
import { durationInWords, reportInWords } from './words';

type How = { dryRun: boolean; signal: AbortSignal };

/**
 * Runs a job now, due or not, and then what it asks for: no server listens here. Answers what was done, in a line each.
 * Throws {@link JobProblem} when somebody else runs it, or when it was stopped, and what the job throws.
 */
export async function runNow(job: Job, how: How): Promise<string[]> {
  const asked = new Set<JobName>();
  const ctx = createCommandContext(`job ${job.name}`, (name) => void asked.add(name));
  const lines = [await runOne(ctx, job, how)];
  for (const name of asked) {
    const next = findJob(name);
    if (next) lines.push(await runOne(ctx, next, how));
  }
  return lines;
}

async function runOne(ctx: Context, job: Job, { dryRun, signal }: How): Promise<string> {
  const startedAt = performance.now();
  const report = await runJob(ctx, job, { dryRun, signal, when: 'now' });
  if (report === null && signal.aborted) throw new JobProblem(`${job.name} was stopped before it was through.`);
  if (report === null) throw new JobProblem(`${job.name} is running elsewhere right now, so nothing was done here.`);
  if (dryRun) return `${job.name} would do: ${reportInWords(report)}`;
  return `${job.name} is done after ${durationInWords(performance.now() - startedAt)}: ${reportInWords(report)}`;
}
