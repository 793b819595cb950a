import { traced } from '@/lib/core/trace';
import type { Context } from './context';
import type { Job, JobEnding, JobHow, JobReport } from './job';
import { giveLeaseBack, type Lease, planJob, RENEW_EVERY_SECONDS, renewLease, takeLease, type When } from './job-lease';
import { noteEnding, notedEnding } from './job-notes';
import { type ByClock, isByClock } from './job-schedule';

type RunHow = JobHow & { when: When };

/**
 * Runs a job and writes down how it went. What the clock names runs once over all instances, whoever asks (the in-process
 * runner, Inngest, the command line): null when somebody else is at it, when it is not due, or when it was asked to stop.
 * Throws what the job throws, once that is written down. A dry run takes no lease and writes nothing.
 */
export async function runJob(ctx: Context, job: Job, how: RunHow): Promise<JobReport | null> {
  if (how.dryRun) return job.run(ctx, how);
  const ending = isByClock(job.schedule)
    ? await runByClock(ctx, job, { ...how, schedule: job.schedule })
    : await runByPulse(ctx, job, how);
  if (ending?.outcome === 'failed') throw ending.error;
  return ending?.outcome === 'done' ? ending.report : null;
}

async function runByPulse(ctx: Context, job: Job, { signal }: JobHow): Promise<JobEnding> {
  const startedAt = ctx.now();
  const ending = await runToItsEnd(ctx, job, signal);
  await noteEnding(ctx.db, job.name, ending, startedAt);
  return ending;
}

/** Null when the lease is not to be had. */
async function runByClock(ctx: Context, job: Job, how: RunHow & { schedule: ByClock }): Promise<JobEnding | null> {
  const { schedule, when, signal } = how;
  if (when === 'now') await planJob(ctx.db, job.name, schedule);
  const lease = await takeLease(ctx.db, job.name, when);
  if (!lease) return null;
  const heart = keepLease(ctx, lease);
  const ending = await runToItsEnd(ctx, job, AbortSignal.any([signal, heart.lost]));
  heart.stop();
  const isGiven = await giveLeaseBack(ctx.db, lease, notedEnding(ending), schedule);
  if (!isGiven) ctx.log.warn({ job: job.name }, 'a job took longer than its lease: another instance ran it, too');
  return ending;
}

async function runToItsEnd(ctx: Context, job: Job, signal: AbortSignal): Promise<JobEnding> {
  const attributes = { 'gatehouse.job': job.name, 'gatehouse.request_id': ctx.client.requestId };
  try {
    const report = await traced(`job ${job.name}`, attributes, () => job.run(ctx, { dryRun: false, signal }));
    return { outcome: signal.aborted ? 'stopped' : 'done', report };
  } catch (error) {
    return signal.aborted ? { outcome: 'stopped', report: null } : { outcome: 'failed', error };
  }
}

/**
 * Renews the lease while the job runs. `lost` is aborted when it is somebody else's: this process was frozen, or the
 * database out of its reach, for longer than the lease. A renewal that fails is tried again at the next beat.
 */
function keepLease(ctx: Context, lease: Lease): { lost: AbortSignal; stop: () => void } {
  const loss = new AbortController();
  const beat = async () => {
    try {
      if (!(await renewLease(ctx.db, lease))) loss.abort();
    } catch (error) {
      ctx.log.warn({ job: lease.name, err: error }, 'the lease of a job could not be renewed');
    }
  };
  const timer = setInterval(() => void beat(), RENEW_EVERY_SECONDS * 1000);
  timer.unref();
  return { lost: loss.signal, stop: () => clearInterval(timer) };
}
