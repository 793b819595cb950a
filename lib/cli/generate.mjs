// node lib/cli/generate.mjs: writes the Prisma client (prisma/generated). npm runs it after an install.
// Plain JavaScript, because the launcher (next.mjs) needs it and runs without a TypeScript loader.
import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const SCHEMA = 'prisma/schema.prisma';
const CLIENT = 'prisma/generated/client.ts';

/** @param {string} path */
const changedAt = (path) => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;

/** @returns {string | undefined} Prisma's command line; an install without development packages has none. */
function findPrisma() {
  try {
    return createRequire(import.meta.url).resolve('prisma/build/index.js');
  } catch {
    return undefined;
  }
}

/**
 * Writes the client anew; exits with Prisma's own words and code when that fails.
 *
 * @param {{ onlyWhenStale: boolean }} options stale: older than the schema, or not there
 */
export function generateClient({ onlyWhenStale }) {
  if (onlyWhenStale && changedAt(CLIENT) > changedAt(SCHEMA)) return;
  const prisma = findPrisma();
  if (prisma === undefined) return;
  const run = spawnSync(process.execPath, [prisma, 'generate'], { encoding: 'utf8' });
  if (run.status === 0) return;
  process.stderr.write(`${run.stdout}${run.stderr}`);
  process.exit(run.status ?? 1);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) generateClient({ onlyWhenStale: false });
