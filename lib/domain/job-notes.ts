import type { Db } from '@/lib/infra/db';
import type { JobEnding, JobName } from './job';

/** Enough to know what to look for; the log has all of it. */
const ERROR_CHARACTERS = 300;

/** How a run ended, as `jobs` keeps it: the report as JSON, the error as one line. */
export type Noted = { outcome: JobEnding['outcome']; report: string | null; error: string | null };

export function notedEnding(ending: JobEnding): Noted {
  const { outcome } = ending;
  if (outcome === 'failed') return { outcome, report: null, error: errorInWords(ending.error) };
  return { outcome, report: ending.report && JSON.stringify(ending.report), error: null };
}

function errorInWords(error: unknown): string {
  const words = error instanceof Error ? error.message : String(error);
  return words.replaceAll(/\s+/g, ' ').trim().slice(-ERROR_CHARACTERS);
}

/** How each job of this process that runs by the pulse ended last. */
const lastOutcomes = new Map<JobName, JobEnding['outcome']>();

/**
 * Writes down how a run by the pulse ended, if there is anything to tell: it did something, or ended otherwise than the
 * last one of this process. What looks every few seconds and finds nothing asks nothing of the database.
 */
export async function noteEnding(db: Db, name: JobName, ending: JobEnding, startedAt: Date): Promise<void> {
  const report = ending.outcome === 'failed' ? null : ending.report;
  const didSomething = Object.values(report ?? {}).some((count) => count > 0);
  if (!didSomething && lastOutcomes.get(name) === ending.outcome) return;
  const { outcome, ...noted } = notedEnding(ending);
  await db.$executeRaw`
    INSERT INTO jobs (name, last_started_at, last_finished_at, last_outcome, last_report, last_error)
    VALUES (${name}, ${startedAt}, now(), ${outcome}, ${noted.report}::jsonb, ${noted.error})
    ON CONFLICT (name) DO UPDATE SET last_started_at = excluded.last_started_at,
      last_finished_at = excluded.last_finished_at, last_outcome = excluded.last_outcome,
      last_report = excluded.last_report, last_error = excluded.last_error
    WHERE ${didSomething} OR jobs.last_outcome IS DISTINCT FROM excluded.last_outcome`;
  lastOutcomes.set(name, outcome);
}

/**
 * Writes down that a run was given up for good, for one that nobody here could write down: its process was gone, or out of
 * Inngest's reach. What ended well since it began says more, and stays.
 */
export async function noteGivenUp(db: Db, name: JobName, error: Error, beganAt: Date): Promise<void> {
  const words = errorInWords(error);
  await db.$executeRaw`
    INSERT INTO jobs (name, last_started_at, last_finished_at, last_outcome, last_error)
    VALUES (${name}, ${beganAt}, now(), 'failed', ${words})
    ON CONFLICT (name) DO UPDATE SET last_finished_at = now(), last_outcome = 'failed', last_report = NULL,
      last_error = excluded.last_error
    WHERE jobs.last_outcome IS DISTINCT FROM 'done' OR jobs.last_finished_at < ${beganAt}`;
}
