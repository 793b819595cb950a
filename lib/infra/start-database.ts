import type { Settings } from '@/lib/core/settings';
import { DatabaseProblem } from './database-problem';
import { connectDatabase } from './db';
import { applyMigrations, findPendingMigrations } from './migrations';

/** Where the embedded PostgreSQL keeps everything, from where the server was started. */
export const EMBEDDED_FOLDER = '.data/postgres';

/** What was made ready, in words for the person who started it. */
export type StartedDatabase = { url: string; place: string; appliedMigrations: readonly string[] };

type Place = Pick<StartedDatabase, 'url' | 'place'> & { release?: () => Promise<void> };

/** In production migrations are a step of the deployment: instances must not race each other for them. */
async function requireMigrated(url: string): Promise<void> {
  const pending = await findPendingMigrations(url);
  if (pending.length === 0) return;
  throw new DatabaseProblem(
    `The database lacks ${pending.length} of the migrations of this release (${pending.join(', ')}). Apply them: npm run db:migrate`,
  );
}

/**
 * The database that `settings` name, or the embedded one, which is started where they name none and may be: never in
 * production. Throws {@link DatabaseProblem}.
 */
export async function findDatabase({
  mode,
  DATABASE_URL: url,
}: Pick<Settings, 'mode' | 'DATABASE_URL'>): Promise<Place> {
  if (url !== undefined) return { url, place: `PostgreSQL at ${new URL(url).host}` };
  if (mode === 'production') throw new DatabaseProblem('DATABASE_URL: wanted in production');
  // Loaded only here: a production start never has its code.
  const { startEmbeddedPostgres } = await import('./embedded/start');
  const embedded = await startEmbeddedPostgres({ dataDir: EMBEDDED_FOLDER });
  void embedded.lost.then(() =>
    process.stderr.write(`The embedded PostgreSQL is gone. Restart; its log is ${EMBEDDED_FOLDER}/keeper.log\n`),
  );
  return {
    url: embedded.url,
    place: `PostgreSQL embedded in ${EMBEDDED_FOLDER}, port ${new URL(embedded.url).port}`,
    release: embedded.release,
  };
}

/** Finds, migrates (or, in production, checks) and connects the database of this process. */
export async function startDatabase(settings: Settings): Promise<StartedDatabase> {
  const { url, place } = await findDatabase(settings);
  let appliedMigrations: string[] = [];
  if (settings.mode === 'production') await requireMigrated(url);
  else appliedMigrations = await applyMigrations(url);
  connectDatabase(url);
  return { url, place, appliedMigrations };
}
