import { eventType, RetryAfterError, type Inngest, type InngestFunction } from 'inngest';
import type { Job } from '@/lib/domain/job';
import { noteGivenUp } from '@/lib/domain/job-notes';
import { isByClock } from '@/lib/domain/job-schedule';
import { JOBS } from '@/lib/domain/jobs';
import { runJob } from '@/lib/domain/run-job';
import { createJobContext } from '@/lib/http/start-jobs';
import { isPokedJob, JOB_EVENTS } from '@/lib/infra/job-events';
import { stoppingSignal } from '@/lib/infra/job-runner';

/** After the first attempt; Inngest waits longer each time, some minutes in all. */
const RETRIES = 3;

/** How long the lease of a run that died may stand in the way of the next one. */
const LEASE_IS_OVER_AFTER = '1m';

/** What Inngest says of a failure is cut off after so many characters: it may quote whatever stands between us. */
const WORDS_OF_OTHERS = 200;

/** Cron knows no seconds: what looks every few of them in a process looks every minute here, and when an event says so. */
const EVERY_MINUTE = '* * * * *';

/** One thin function for each row of JOBS. What must happen once is held by the rows of the database, not by these. */
export function createJobFunctions(inngest: Inngest): InngestFunction.Any[] {
  return JOBS.map((job) =>
    inngest.createFunction(
      {
        id: job.name,
        triggers: triggersOf(job),
        retries: RETRIES,
        // What the clock names has one lease; the rest is safe in parallel, and one hanging run holds nobody up.
        concurrency: isByClock(job.schedule) ? 1 : 2,
        // There are no steps to save: a run is one request.
        checkpointing: false,
        onFailure: ({ event }: { event: { data: Failure } }) => bury(job, event.data),
      },
      ({ attempt, runId }: { attempt: number; runId: string }) => run(job, { isLast: attempt >= RETRIES, runId }),
    ),
  );
}

function triggersOf({ name, schedule }: Job): InngestFunction.Trigger<string>[] {
  const { cron, timeZone } = isByClock(schedule) ? schedule : { cron: EVERY_MINUTE, timeZone: 'UTC' };
  const byClock = { cron: `TZ=${timeZone} ${cron}` };
  if (!isPokedJob(name)) return [byClock];
  const event = JOB_EVENTS[name];
  return [byClock, { event: eventType(event.name, { schema: event.data }) }];
}

type Attempt = { isLast: boolean; runId: string };

/**
 * The run that Inngest asks for: what the job did, in counts. Inngest keeps what is thrown, so that this says no more than
 * where to look; the log has the rest.
 */
async function run(job: Job, { isLast, runId }: Attempt): Promise<object> {
  const ctx = createJobContext(job.name);
  const { requestId } = ctx.client;
  const report = await runJob(ctx, job, { dryRun: false, signal: stoppingSignal(), when: 'now' }).catch(
    (error: unknown) => {
      ctx.log.error({ err: error, job: job.name, requestId, runId }, 'a job failed; Inngest will ask for it again');
      throw bare(new Error(`${job.name} failed: the log says why, under ${requestId}`));
    },
  );
  if (report) return report;
  // Whoever has its lease may have died with it, or this process is about to end.
  if (!isLast) throw bare(new RetryAfterError(`${job.name} is not to be had now`, LEASE_IS_OVER_AFTER));
  return { leftToOthers: 1 };
}

/** Without a stack: paths are nobody's business. */
function bare<Thrown extends Error>(error: Thrown): Thrown {
  error.stack = '';
  return error;
}

type Failure = { run_id: string; error: { message: string }; event: { ts?: number } };

/**
 * What Inngest has given up is where one looks for it: in the table of the jobs, and in the log. Nothing is lost by it: what
 * the job is about are rows, which the next run finds; a mail stays as it is, until it was sent, or is dead and resendable.
 */
async function bury(job: Job, { run_id: runId, error, event }: Failure): Promise<void> {
  const { db, log, now } = createJobContext(job.name);
  const words = new Error(`Given up by Inngest, run ${runId}: ${error.message.slice(0, WORDS_OF_OTHERS)}`);
  log.error({ err: words, job: job.name, runId }, 'a job was given up by Inngest');
  await noteGivenUp(db, job.name, words, new Date(event.ts ?? now().getTime()));
}
