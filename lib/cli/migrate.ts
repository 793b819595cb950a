/** npm run db:migrate: applies what is missing of prisma/migrations to the database of DATABASE_URL, or to the embedded one. */
import { existsSync } from 'node:fs';
import { getEnv } from '@/lib/core/env';
import { applyMigrations } from '@/lib/infra/migrations';
import { findDatabase } from '@/lib/infra/start-database';
import { explainFailedStart } from '@/lib/infra/start-up';

async function migrate(): Promise<void> {
  if (existsSync('.env')) process.loadEnvFile('.env');
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
