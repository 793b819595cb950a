import type { Context } from './context';
import type { JobSchedule } from './job-schedule';

export const JOB_NAMES = [
  'deliver-mail',
  'answer-reset-requests',
  'seal-audit-events',
  'relay-outbox',
  'refresh-role-cache',
  'purge-expired',
  'purge-unactivated',
  'purge-avatars',
  'verify-audit-chain',
] as const;
export type JobName = (typeof JOB_NAMES)[number];

/** What a job did, in counts: nothing at all when each of them is 0. */
export type JobReport = Record<string, number>;

export type JobHow = {
  /** Only count what would be done. Never set for a job that has no dry run. */
  dryRun: boolean;
  /** Asks to end after the batch that is under way: by returning what was done by then, or by throwing. */
  signal: AbortSignal;
};

export type Job = {
  name: JobName;
  schedule: JobSchedule;
  hasDryRun: boolean;
  run: (ctx: Context, how: JobHow) => Promise<JobReport>;
};

/** How a run ended. `stopped`: it was asked to end before it was through. */
export type JobEnding =
  | { outcome: 'done'; report: JobReport }
  | { outcome: 'failed'; error: unknown }
  | { outcome: 'stopped'; report: JobReport | null };
