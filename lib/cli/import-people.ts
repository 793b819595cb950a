/**
 * npm run import-people -- people.jsonl [--dry-run]: brings people of another system here, one JSON object on a line
 * (docs/guides/bring-users.md). Whoever is there already stays as they are, so that it may be run again.
 */
import { getEnv, runsInProduction } from '@/lib/core/env';
import { getDb } from '@/lib/infra/db';
import { startDatabase } from '@/lib/infra/start-database';
import { explainFailedStart } from '@/lib/infra/start-up';
import { createCommandContext } from './command-context';
import { envFilesOf, loadEnvFiles } from './env-files.mjs';
import { importFile, summaryOf } from './import-people/import-file';
import { ImportProblem, readWish } from './import-people/wishes';

async function bring(): Promise<void> {
  const { file, isDryRun } = readWish(process.argv.slice(2));
  // The files that `npm run dev` or, under NODE_ENV=production, `npm start` would read.
  loadEnvFiles(envFilesOf(runsInProduction() ? 'production' : 'development'));
  await startDatabase(getEnv());
  const tally = await importFile(createCommandContext('npm run import-people'), file, {
    isDryRun,
    onRefused: (line, refusal) => console.error(`line ${line}: ${refusal}`),
  });
  console.log(summaryOf(tally, isDryRun));
  await getDb().$disconnect();
  if (tally.refused > 0) process.exitCode = 1;
}

try {
  await bring();
} catch (error) {
  console.error(error instanceof ImportProblem ? error.message : explainFailedStart(error));
  process.exitCode = 1;
}
// At once: a development database may be held until the end of this process.
process.exit();
