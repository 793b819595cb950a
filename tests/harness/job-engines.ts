import { startInngestServer } from './inngest-server';
import { until } from './poll';
import { startServer, type ServerOptions, type TestServer } from './server';

/** A server of ours together with what makes its jobs run. */
export type JobEngine = {
  server: TestServer;
  /** The time of this job has come. */
  strike: (job: string) => Promise<void>;
  stop: () => Promise<void>;
};

async function inProcess(options: ServerOptions): Promise<JobEngine> {
  const server = await startServer(options);
  return {
    server,
    // What has a pulse runs by itself every few seconds, and is not in this table's care.
    strike: async (job) =>
      void (await server.database.query('UPDATE jobs SET next_due_at = now() WHERE name = $1', [job])),
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
