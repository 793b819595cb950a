import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** One folder of `prisma/migrations`. */
export type Migration = {
  name: string;
  sql: string;
  /** SHA-256, hex, of the file as it is here: what Prisma records when it applies it. */
  checksum: string;
  /** The same with the line ends of each platform: git may have changed them between two checkouts. */
  checksums: readonly string[];
};

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

function migrationOf(name: string, sql: string): Migration {
  const unixText = sql.replaceAll('\r\n', '\n');
  const checksums = [sha256(sql), sha256(unixText), sha256(unixText.replaceAll('\n', '\r\n'))];
  return { name, sql, checksum: sha256(sql), checksums };
}

/** The migrations in `folder`, in the order of their names, which begin with a time. Rejects when there is no folder. */
export async function readMigrations(folder: string): Promise<Migration[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  return Promise.all(
    names
      .toSorted()
      .map(async (name) => migrationOf(name, await readFile(join(folder, name, 'migration.sql'), 'utf8'))),
  );
}
