import { isByClock } from '@/lib/domain/job-schedule';
import { findJob } from '@/lib/domain/jobs';
import type { TestDatabase } from './database';
import { startInngestServer } from './inngest-server';
import { until } from './poll';
import { startServer, type ServerOptions, type TestServer } from './server';

/** A server of ours together with what makes its jobs run. */
export type JobEngine = {
  server: TestServer;
  /** The time of this job has come; resolves when it has run. */
  strike: (job: string) => Promise<void>;
  stop: () => Promise<void>;
};

/**
 * Moves the clock to when a job is due, and waits for the end of its run. One that is under way would overlook that: its time
 * is moved when it has ended. What has a pulse has no such time, and runs by itself every few seconds.
 */
async function fallDue({ query }: TestDatabase, name: string): Promise<void> {
  const schedule = findJob(name)?.schedule;
  if (!schedule || !isByClock(schedule)) return;
  const move = 'UPDATE jobs SET next_due_at = now(), last_outcome = NULL WHERE name = $1 AND lease_until IS NULL';
  await until(`${name} to be free`, async () => (await query(move, [name])).rowCount === 1);
  const ended = 'SELECT 1 FROM jobs WHERE name = $1 AND last_outcome IS NOT NULL';
  await until(`the end of ${name}`, async () => (await query(ended, [name])).rowCount === 1);
}

async function inProcess(options: ServerOptions): Promise<JobEngine> {
  const server = await startServer(options);
  return {
    server,
    strike: (job) => fallDue(server.database, job),
    stop: server.stop,
  };
}

async function underInngest(options: ServerOptions): Promise<JobEngine> {
  const inngest = await startInngestServer();
  const server = await startServer({ ...options, env: { ...options.env, ...inngest.settings } });
  await until('the registration', () => inngest.functions.length > 0);
  return {
    server,
    strike: async (job) => void (await inngest.strike(`gatehouse-${job}`)),
    stop: async () => {
      await inngest.stop();
      await server.stop();
    },
  };
}

/** What can run the jobs. One suite holds both to the same effects. */
export const JOB_ENGINES: Record<string, (options?: ServerOptions) => Promise<JobEngine>> = {
  'the in-process runner': (options = {}) => inProcess(options),
  Inngest: (options = {}) => underInngest(options),
};
