import { getEnv, SettingsError } from '@/lib/core/env';
import type { Settings } from '@/lib/core/settings';
import { DatabaseProblem } from './database-problem';
import { startDatabase, type StartedDatabase } from './start-database';

/** What stands in the way of a start, in words for whoever started it; a surprise keeps its stack. */
export function explainFailedStart(error: unknown): string {
  if (error instanceof SettingsError || error instanceof DatabaseProblem) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

function greeting({ mode, APP_URL }: Settings, { place, appliedMigrations }: StartedDatabase): string {
  const applied = appliedMigrations.length === 0 ? '' : `, ${appliedMigrations.length} new migration(s) applied`;
  return `Gatehouse (${mode}) at ${APP_URL} · ${place}${applied}`;
}

/**
 * Makes ready what every request needs, before the first one. A start that cannot succeed says why, all of it, on
 * standard error, and ends the process with 1: Next alone would go on without.
 */
export async function startUp(): Promise<void> {
  try {
    const settings = getEnv();
    const database = await startDatabase(settings);
    process.stdout.write(`${greeting(settings, database)}\n`);
  } catch (error) {
    process.stderr.write(`${explainFailedStart(error)}\n`);
    process.exit(1);
  }
}
