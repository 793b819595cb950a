import { z } from 'zod';
import type { Db } from '@/lib/infra/db';
import { JOB_NAMES } from './job';

/** What is counted is counted up to here: whoever watches needs to know that it is many, not how many millions. */
const COUNTED_AT_MOST = 10_000;

const MINUTE = 60;
/** A mail that nobody has taken up for so long after its time: nothing delivers. */
const UNTOUCHED_MINUTES = 5;
/** Mails that wait for so long while none at all has gone out: nothing takes them. */
const STUCK_SECONDS = 15 * MINUTE;
/** A job that nobody has begun for so long after its time; what failed is due again in five minutes. */
const OVERDUE_SECONDS = 10 * MINUTE;

const seconds = z.number().nullable();

const jobStandingShape = z.object({
  name: z.string(),
  /** How it ended last, and how long that took; null before its first end. */
  outcome: z.enum(['done', 'failed', 'stopped']).nullable(),
  durationSeconds: seconds,
  finishedSecondsAgo: seconds,
  /** For how long it has been due and nobody runs it; 0 when it is not. */
  overdueSeconds: z.number(),
});

const backlogShape = z.object({
  mail: z.object({
    queued: z.number(),
    /** The oldest of those that are due first. */
    oldestSeconds: seconds,
    /** For how long the first has been due, to be sent or to be answered; negative while there is time. */
    dueSeconds: seconds,
    sentSecondsAgo: seconds,
    dead: z.number(),
  }),
  jobs: z.array(jobStandingShape),
});

/** What is waiting to be done, and how what is done without a request went last. */
export type Backlog = z.output<typeof backlogShape>;

/** One statement over indexes, whatever there is: it is asked every few seconds by whoever watches. */
export async function readBacklog(db: Pick<Db, '$queryRaw'>): Promise<Backlog> {
  const [row] = await db.$queryRaw<[unknown]>`
    WITH queued AS (
      SELECT created_at, next_attempt_at FROM outbox_mails WHERE status = 'queued'
      ORDER BY next_attempt_at LIMIT ${COUNTED_AT_MOST}
    ), dead AS (
      SELECT FROM outbox_mails WHERE status = 'dead' LIMIT ${COUNTED_AT_MOST}
    )
    SELECT json_build_object(
      'queued', (SELECT count(*) FROM queued),
      'oldestSeconds', (SELECT extract(epoch FROM now() - min(created_at)) FROM queued),
      'dueSeconds', extract(epoch FROM now() - least(
        (SELECT min(next_attempt_at) FROM queued),
        (SELECT min(next_attempt_at) FROM outbox_mails WHERE status = 'handed_over')
      )),
      'sentSecondsAgo', (SELECT extract(epoch FROM now() - max(sent_at)) FROM outbox_mails),
      'dead', (SELECT count(*) FROM dead)
    ) AS mail, (
      SELECT coalesce(json_agg(json_build_object(
        'name', name,
        'outcome', last_outcome,
        'durationSeconds', CASE WHEN last_finished_at >= last_started_at
          THEN extract(epoch FROM last_finished_at - last_started_at) END,
        'finishedSecondsAgo', extract(epoch FROM now() - last_finished_at),
        'overdueSeconds', CASE WHEN next_due_at < now() AND (lease_until IS NULL OR lease_until < now())
          THEN extract(epoch FROM now() - next_due_at) ELSE 0 END
      ) ORDER BY name), '[]') FROM jobs WHERE name = ANY (${[...JOB_NAMES]})
    ) AS jobs`;
  return backlogShape.parse(row);
}

/** Why mail does not leave, as a sentence; undefined while it does, or there is none. */
export function mailTrouble({ mail }: Backlog): string | undefined {
  const { queued, oldestSeconds, dueSeconds, sentSecondsAgo } = mail;
  const dueMinutes = Math.floor((dueSeconds ?? 0) / MINUTE);
  if (dueMinutes >= UNTOUCHED_MINUTES) return `mail has been due for ${dueMinutes} minutes, and nobody takes it up`;
  const isOld = (oldestSeconds ?? 0) > STUCK_SECONDS;
  if (isOld && (sentSecondsAgo ?? Infinity) > STUCK_SECONDS) return `${queued} mail(s) wait, and none goes out`;
  return undefined;
}

/** The jobs that should have been run and were not: the names. */
export function overdueJobs({ jobs }: Backlog): string[] {
  return jobs.filter(({ overdueSeconds }) => overdueSeconds > OVERDUE_SECONDS).map(({ name }) => name);
}
