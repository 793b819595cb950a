import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readMigrations } from '@/lib/infra/migration-files';
import { applyMigrations, findPendingMigrations } from '@/lib/infra/migrations';
import { cloneDatabase, type TestDatabase } from '../harness/database';
import { until } from '../harness/poll';
import { prismaDeploy, prismaStatus } from './prisma-engine';

const SHIPPED = 'prisma/migrations';
const FIRST = '20261121120000_the_gate';
const NEXT = '20270101000000_next';
const LAST = '20270102000000_last';

let database: TestDatabase;
let folder = '';

/** Puts a migration beside copies of the shipped ones. */
async function write(name: string, sql: string): Promise<void> {
  await mkdir(join(folder, name), { recursive: true });
  await writeFile(join(folder, name, 'migration.sql'), sql);
}

const apply = () => applyMigrations(database.url, folder);
const rowsOf = async ({ query }: TestDatabase, sql: string) => (await query(sql)).rows;
const TABLES = "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'";

beforeEach(async () => {
  database = await cloneDatabase({ isEmpty: true });
  folder = await mkdtemp(join(tmpdir(), 'gatehouse-migrations-'));
  await cp(SHIPPED, folder, { recursive: true });
});

afterEach(async () => {
  await database.drop();
  await rm(folder, { recursive: true });
});

describe('applying', () => {
  test('what is missing is applied in the order of the names, once', async () => {
    await write(LAST, 'ALTER TABLE "next" ADD COLUMN "last" TEXT');
    await write(NEXT, 'CREATE TABLE "next" ("id" INT)');
    const names = [...(await readMigrations(SHIPPED)).map(({ name }) => name), NEXT, LAST];
    expect(await findPendingMigrations(database.url, folder)).toEqual(names);
    expect(await apply()).toEqual(names);
    expect(await apply()).toEqual([]);
    expect(await findPendingMigrations(database.url, folder)).toEqual([]);
    expect(await rowsOf(database, 'SELECT name FROM roles')).toHaveLength(3);
  });

  test('of those who come at once one applies, and the others wait for it', async () => {
    const applied = await Promise.all([apply(), apply(), apply(), apply()]);
    expect(applied.flat()).toEqual((await readMigrations(SHIPPED)).map(({ name }) => name));
    expect(await rowsOf(database, 'SELECT id FROM _prisma_migrations')).toHaveLength(applied.flat().length);
  });

  test("it waits for Prisma's lock", async () => {
    const prisma = new Client({ connectionString: database.url });
    await prisma.connect();
    await prisma.query('SELECT pg_advisory_lock(72707369)');
    const applying = apply();
    await until('it to wait', async () => {
      const sql = "SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND NOT granted";
      return (await rowsOf(database, sql)).length === 1;
    });
    expect(await rowsOf(database, TABLES)).toEqual([]);
    await prisma.end();
    expect(await applying).toContain(FIRST);
  });

  test('one that fails leaves nothing of itself behind, and what went before stays', async () => {
    await write(NEXT, 'CREATE TABLE "next" ("id" INT); SELECT 1 / 0;');
    await expect(apply()).rejects.toThrow(`The migration ${NEXT} failed and left nothing behind: division by zero`);
    expect(await rowsOf(database, TABLES)).not.toContainEqual({ table_name: 'next' });
    expect(await findPendingMigrations(database.url, folder)).toEqual([NEXT]);
    await write(NEXT, 'CREATE TABLE "next" ("id" INT);');
    expect(await apply()).toEqual([NEXT]);
  });
});

describe('beside Prisma', () => {
  test('it records as Prisma does, and Prisma finds nothing to do', async () => {
    const migrations = await readMigrations(folder);
    const other = await cloneDatabase({ isEmpty: true });
    try {
      await apply();
      await prismaDeploy(other.url, migrations);
      const columns =
        "SELECT column_name, data_type, character_maximum_length, is_nullable, column_default FROM information_schema.columns WHERE table_name = '_prisma_migrations' ORDER BY ordinal_position";
      expect(await rowsOf(database, columns)).toEqual(await rowsOf(other, columns));
      const rows =
        'SELECT checksum, migration_name, logs, rolled_back_at, applied_steps_count, finished_at >= started_at AS in_order, length(id) AS id_length FROM _prisma_migrations ORDER BY migration_name';
      expect(await rowsOf(database, rows)).toEqual(await rowsOf(other, rows));
      expect(await prismaDeploy(database.url, migrations)).toEqual([]);
      const clean = { hasMigrationsTable: true, failedMigrationNames: [], editedMigrationNames: [], history: null };
      expect(await prismaStatus(database.url, migrations)).toEqual(clean);
    } finally {
      await other.drop();
    }
  });

  test('it takes what Prisma applied for applied, and goes on from there', async () => {
    await prismaDeploy(database.url, await readMigrations(folder));
    expect(await apply()).toEqual([]);
    await write(NEXT, 'CREATE TABLE "next" ("id" INT)');
    expect(await apply()).toEqual([NEXT]);
  });

  test('one that failed under Prisma is for a person to look at', async () => {
    await apply();
    await database.query('UPDATE _prisma_migrations SET finished_at = NULL WHERE migration_name = $1', [FIRST]);
    await expect(apply()).rejects.toThrow(`npx prisma migrate resolve --applied ${FIRST}`);
    await expect(findPendingMigrations(database.url, folder)).rejects.toThrow('failed half-way');
  });

  test('one that Prisma was told is rolled back is applied again', async () => {
    await write(NEXT, 'CREATE TABLE IF NOT EXISTS "next" ("id" INT)');
    await apply();
    await database.query(
      'UPDATE _prisma_migrations SET finished_at = NULL, rolled_back_at = now() WHERE migration_name = $1',
      [NEXT],
    );
    expect(await apply()).toEqual([NEXT]);
  });
});

describe('a history that does not fit', () => {
  test('a migration that was changed after it was applied is refused', async () => {
    await apply();
    const [first] = await readMigrations(folder);
    await write(FIRST, `${first?.sql}-- one more word\n`);
    await expect(apply()).rejects.toThrow(`The migration ${FIRST} was changed after it had been applied`);
  });

  test('other ends of lines are no change', async () => {
    await apply();
    const [first] = await readMigrations(folder);
    await write(FIRST, first?.sql.replaceAll('\n', '\r\n') ?? '');
    expect(await apply()).toEqual([]);
  });

  test('an older release runs beside a newer one', async () => {
    await write(NEXT, 'CREATE TABLE "next" ("id" INT)');
    await apply();
    await rm(join(folder, NEXT), { recursive: true });
    expect(await apply()).toEqual([]);
  });
});

describe('a database that cannot be used', () => {
  const instead = (change: (url: URL) => void) => {
    const url = new URL(database.url);
    change(url);
    return url.href;
  };

  test.each([
    ['that is not there', (url: URL) => (url.pathname = '/nowhere'), /"nowhere" of DATABASE_URL does not exist/],
    ['of a server that is not there', (url: URL) => (url.port = '1'), /Nobody answers at 127\.0\.0\.1:1/],
    ['with another password', (url: URL) => (url.password = 'hunter2'), /refused the password of "\w+"/],
  ])('%s is told in a sentence', async (_, change, sentence) => {
    await expect(applyMigrations(instead(change))).rejects.toThrow(sentence);
    await expect(applyMigrations(instead(change))).rejects.not.toThrow('hunter2');
  });

  test('an address that cannot be read is told without its password', async () => {
    await expect(applyMigrations('postgresql://me:hun#ter2@[here')).rejects.toThrow('DATABASE_URL cannot be read');
  });
});
