/**
 * npm run db:seed: fills a development database with people. `-- --people 100000` says how many in all (50), `--into
 * <name>` which database, where it is not the embedded one.
 */
import { getEnv, runsInProduction } from '@/lib/core/env';
import { openDatabase } from '@/lib/infra/db';
import { applyMigrations } from '@/lib/infra/migrations';
import { findDatabase } from '@/lib/infra/start-database';
import { explainFailedStart } from '@/lib/infra/start-up';
import { envFilesOf, loadEnvFiles } from './env-files.mjs';
import { seedPeople } from './seed/people';
import { assertMeant, readWishes, SeedProblem } from './seed/wishes';

const PROGRESS_STEP = 25_000;

async function seed(): Promise<void> {
  const { people, into } = readWishes(process.argv.slice(2));
  if (runsInProduction()) throw new SeedProblem('Made-up people are for development: NODE_ENV is production.');
  loadEnvFiles(envFilesOf('development'));
  const settings = getEnv();
  assertMeant(settings.DATABASE_URL, into);
  const { url, place, release } = await findDatabase(settings);
  try {
    await applyMigrations(url);
    await fill(url, place, people);
  } finally {
    await release?.();
  }
}

async function fill(url: string, place: string, people: number): Promise<void> {
  const db = openDatabase(url, { isPatient: true });
  const startedAt = performance.now();
  try {
    const made = await seedPeople(db, people, (done) => {
      if (done % PROGRESS_STEP === 0 && done < people) console.log(`${done} of ${people} …`);
    });
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
    console.log(`${place}: ${made} people made, ${people - made} were there already; it took ${seconds} s.`);
    console.log('They have no password: nobody signs in as one of them before a reset link of theirs is used.');
  } finally {
    await db.$disconnect();
  }
}

try {
  await seed();
} catch (error) {
  console.error(error instanceof SeedProblem ? error.message : explainFailedStart(error));
  process.exitCode = 1;
}
