import type { Client } from 'pg';
import { DatabaseProblem } from './database-problem';
import type { Migration } from './migration-files';

/** As Prisma's schema engine creates it. */
export const HISTORY_TABLE = `CREATE TABLE IF NOT EXISTS _prisma_migrations (
    id                      VARCHAR(36) PRIMARY KEY NOT NULL,
    checksum                VARCHAR(64) NOT NULL,
    finished_at             TIMESTAMPTZ,
    migration_name          VARCHAR(255) NOT NULL,
    logs                    TEXT,
    rolled_back_at          TIMESTAMPTZ,
    started_at              TIMESTAMPTZ NOT NULL DEFAULT now(),
    applied_steps_count     INTEGER NOT NULL DEFAULT 0
)`;

type HistoryRow = { migration_name: string; checksum: string; is_finished: boolean };

const UNDEFINED_TABLE = '42P01';

/** What is applied here, by us or by Prisma. Rows that were rolled back are Prisma's memory only. */
export async function readHistory(client: Client): Promise<HistoryRow[]> {
  try {
    const { rows } = await client.query<HistoryRow>(
      `SELECT migration_name, checksum, finished_at IS NOT NULL AS is_finished
         FROM _prisma_migrations WHERE rolled_back_at IS NULL ORDER BY started_at`,
    );
    return rows;
  } catch (error) {
    if ((error as { code?: unknown }).code === UNDEFINED_TABLE) return [];
    throw error;
  }
}

/** Throws when `applied` is not what a clean history of `migration` looks like. */
function assertUntouched(migration: Migration, applied: HistoryRow): void {
  const { name, checksums } = migration;
  if (!applied.is_finished) {
    throw new DatabaseProblem(
      `The migration ${name} failed half-way when Prisma applied it. Look at the database, mend it, then say which it is: npx prisma migrate resolve --applied ${name}, or --rolled-back ${name}.`,
    );
  }
  if (!checksums.includes(applied.checksum)) {
    throw new DatabaseProblem(
      `The migration ${name} was changed after it had been applied to this database. Restore its file, and put the change into a new migration.`,
    );
  }
}

/**
 * Those of `migrations` that the database has not seen. It may know others: an older release beside a newer one is no
 * reason to refuse.
 */
export function pendingOf(migrations: readonly Migration[], history: readonly HistoryRow[]): Migration[] {
  const appliedByName = new Map(history.map((row) => [row.migration_name, row]));
  return migrations.filter((migration) => {
    const applied = appliedByName.get(migration.name);
    if (applied) assertUntouched(migration, applied);
    return applied === undefined;
  });
}
