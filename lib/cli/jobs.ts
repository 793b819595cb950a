/** npm run jobs -- list | run <name> [--dry-run]: what happens without a request, how it went, and doing it now. */
import { getEnv, runsInProduction } from '@/lib/core/env';
import { JOBS } from '@/lib/domain/jobs';
import { getDb } from '@/lib/infra/db';
import { startDatabase } from '@/lib/infra/start-database';
import { explainFailedStart } from '@/lib/infra/start-up';
import { envFilesOf, loadEnvFiles } from './env-files.mjs';
import { listJobs } from './jobs/list';
import { runNow } from './jobs/run';
import { JobProblem, readWish } from './jobs/wishes';

/** Asks what runs to end after the batch that is under way. */
function untilInterrupted(): AbortSignal {
  const stopping = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stopping.abort());
  return stopping.signal;
}

async function act(): Promise<string[]> {
  const wish = readWish(process.argv.slice(2));
  // The files that `npm run dev` or, under NODE_ENV=production, `npm start` would read.
  loadEnvFiles(envFilesOf(runsInProduction() ? 'production' : 'development'));
  await startDatabase(getEnv());
  if (wish.verb === 'list') return listJobs(getDb(), JOBS, new Date());
  return runNow(wish.job, { dryRun: wish.dryRun, signal: untilInterrupted() });
}

try {
  console.log((await act()).join('\n'));
} catch (error) {
  console.error(error instanceof JobProblem ? error.message : explainFailedStart(error));
  process.exitCode = 1;
}
// At once: a development database may be held until the end of this process.
process.exit();
