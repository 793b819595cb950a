import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { Client } from 'pg';
import { DatabaseProblem, explainDatabaseFailure } from './database-problem';
import { readMigrations, type Migration } from './migration-files';
import { HISTORY_TABLE, pendingOf, readHistory } from './migration-history';
import { PROJECT_ROOT } from './project-root';

export const MIGRATIONS_FOLDER = join(PROJECT_ROOT, 'prisma/migrations');

/** The lock that `prisma migrate` takes too, so that it and ours shut each other out. */
const PRISMA_MIGRATION_LOCK = 72_707_369;
/** Another starter may be in the middle of a long migration. */
const LOCK_WAIT_SECONDS = 60;
const CONNECT_TIMEOUT_MS = 5_000;
const LOCK_NOT_AVAILABLE = '55P03';

async function withClient<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  let client: Client | undefined;
  try {
    client = new Client({ connectionString: url, connectionTimeoutMillis: CONNECT_TIMEOUT_MS });
    // A server that goes away between two statements; the next statement says so too, and is waited for.
    client.on('error', () => undefined);
    await client.connect();
    return await work(client);
  } catch (error) {
    throw explainDatabaseFailure(error, url);
  } finally {
    await client?.end().catch(() => undefined);
  }
}

/** Applies one migration and records it, both or neither. */
async function applyOne(client: Client, migration: Migration): Promise<void> {
  await client.query('BEGIN');
  try {
    const { rows } = await client.query<{ id: string }>(
      `INSERT INTO _prisma_migrations (id, checksum, migration_name, started_at)
       VALUES ($1, $2, $3, clock_timestamp()) RETURNING id`,
      [randomUUID(), migration.checksum, migration.name],
    );
    await client.query(migration.sql);
    await client.query(
      'UPDATE _prisma_migrations SET finished_at = clock_timestamp(), applied_steps_count = 1 WHERE id = $1',
      [rows[0]?.id],
    );
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined);
    throw new DatabaseProblem(
      `The migration ${migration.name} failed and left nothing behind: ${(error as Error).message}`,
      { cause: error },
    );
  }
}

async function takeLock(client: Client): Promise<void> {
  try {
    await client.query(`SET lock_timeout = '${LOCK_WAIT_SECONDS}s'`);
    await client.query('SELECT pg_advisory_lock($1)', [PRISMA_MIGRATION_LOCK]);
    await client.query('RESET lock_timeout');
  } catch (error) {
    if ((error as { code?: unknown }).code !== LOCK_NOT_AVAILABLE) throw error;
    throw new DatabaseProblem(
      `Somebody else has been migrating this database for ${LOCK_WAIT_SECONDS} s. Wait for them, then try again.`,
    );
  }
}

/**
 * Applies what is missing, in order, each migration in a transaction of its own, and returns the names.
 * Starters that come together wait for each other. Throws {@link DatabaseProblem}, also for a history that does not fit.
 */
export async function applyMigrations(url: string, folder = MIGRATIONS_FOLDER): Promise<string[]> {
  const migrations = await readMigrations(folder);
  return withClient(url, async (client) => {
    // The usual start finds nothing to do and need not wait for anybody.
    if (pendingOf(migrations, await readHistory(client)).length === 0) return [];
    // Held by the session: closing the connection gives it back, also when this process dies.
    await takeLock(client);
    await client.query(HISTORY_TABLE);
    const pending = pendingOf(migrations, await readHistory(client));
    for (const migration of pending) await applyOne(client, migration);
    return pending.map(({ name }) => name);
  });
}

export type InspectedDatabase = {
  serverVersion: string;
  appliedCount: number;
  pending: string[];
  /** Whether its locale makes letters small that are not ASCII, too. */
  isLoweringAll: boolean;
};

/** Looks at the database without changing it. Throws {@link DatabaseProblem} as above. */
export async function inspectDatabase(url: string, folder = MIGRATIONS_FOLDER): Promise<InspectedDatabase> {
  const migrations = await readMigrations(folder);
  return withClient(url, async (client) => {
    const { rows } = await client.query<{ version: string; lowers: boolean }>(
      "SELECT current_setting('server_version') AS version, lower('Ø') = 'ø' AS lowers",
    );
    const pending = pendingOf(migrations, await readHistory(client)).map(({ name }) => name);
    const [{ version, lowers } = { version: 'of an unknown version', lowers: true }] = rows;
    const appliedCount = migrations.length - pending.length;
    return { serverVersion: version, appliedCount, pending, isLoweringAll: lowers };
  });
}

/** The names of the migrations that the database has not seen. Throws {@link DatabaseProblem} as above. */
export async function findPendingMigrations(url: string, folder = MIGRATIONS_FOLDER): Promise<string[]> {
  return (await inspectDatabase(url, folder)).pending;
}
