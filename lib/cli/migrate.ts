/** npm run db:migrate: applies what is missing of prisma/migrations to the database of DATABASE_URL, or to the embedded one. */
import { getEnv, runsInProduction } from '@/lib/core/env';
import { applyMigrations } from '@/lib/infra/migrations';
import { findDatabase } from '@/lib/infra/start-database';
import { explainFailedStart } from '@/lib/infra/start-up';
import { envFilesOf, loadEnvFiles } from './env-files.mjs';

async function migrate(): Promise<void> {
  // The files that `npm start` would read under the same NODE_ENV.
  loadEnvFiles(envFilesOf(runsInProduction() ? 'production' : 'development'));
  const { url, place, release } = await findDatabase(getEnv());
  try {
    const applied = await applyMigrations(url);
    for (const name of applied) console.log(`applied ${name}`);
    console.log(`${place}: ${applied.length === 0 ? 'nothing to apply' : 'up to date'}`);
  } finally {
    await release?.();
  }
}

try {
  await migrate();
} catch (error) {
  console.error(explainFailedStart(error));
  process.exitCode = 1;
}
