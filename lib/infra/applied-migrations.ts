import type { Db } from './db';
import { readMigrations } from './migration-files';
import { MIGRATIONS_FOLDER } from './migrations';

let names: Promise<string[]> | undefined;

/** Those of this release: they do not change while it runs. */
function ownMigrations(): Promise<string[]> {
  names ??= readMigrations(MIGRATIONS_FOLDER).then((migrations) => migrations.map(({ name }) => name));
  return names;
}

/** Whether the database has seen every migration of this release, by the names alone: the start has looked closer. */
export async function hasEveryMigration(db: Pick<Db, '$queryRaw'>): Promise<boolean> {
  const own = await ownMigrations();
  const [{ applied }] = await db.$queryRaw<[{ applied: number }]>`
    SELECT count(DISTINCT migration_name)::int AS applied FROM _prisma_migrations
    WHERE migration_name = ANY (${own}) AND finished_at IS NOT NULL AND rolled_back_at IS NULL`;
  return applied === own.length;
}
