import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { BUILD, SOURCES } from '../../lib/cli/build-age.mjs';
import { generateClient } from '../../lib/cli/generate.mjs';

/** Inside the project, so that the copy finds the project's node_modules, which Turbopack would not follow a link to. */
const FOLDER = resolve('.data/bench');
const KEY = join(FOLDER, 'key');
const ROUTE = 'app/api/bare/route.ts';
/** As little as a route handler of Next can do for each request. */
const BARE = `export const dynamic = 'force-dynamic';\n\nexport const GET = () => Response.json({ ok: true });\n`;

const LOCK_FILE = 'package-lock.json';
/** What the copy is made of. The lock file stays behind, as it would mark a project of its own. */
const COPIED = [
  ...SOURCES.filter((path) => path !== LOCK_FILE),
  'package.json',
  'prisma/generated',
  'prisma/migrations',
];

function filesUnder(path: string): string[] {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path)
    .toSorted()
    .flatMap((name) => filesUnder(join(path, name)));
}

/** A word that changes with whatever the build is made of. */
function contentKey(): string {
  const hash = createHash('sha256').update(BARE);
  for (const file of [...COPIED, LOCK_FILE].filter((path) => existsSync(path)).flatMap(filesUnder)) {
    hash.update(`\n${file}\n`).update(readFileSync(file));
  }
  return hash.digest('hex');
}

async function copyAndBuild(): Promise<void> {
  await rm(FOLDER, { recursive: true, force: true });
  for (const path of COPIED.filter((source) => existsSync(source))) {
    await cp(path, join(FOLDER, path), { recursive: true, preserveTimestamps: true });
  }
  await mkdir(join(FOLDER, ROUTE, '..'), { recursive: true });
  await writeFile(join(FOLDER, ROUTE), BARE);
  const env = { ...process.env, NODE_ENV: 'production' as const, NEXT_TELEMETRY_DISABLED: '1' };
  await promisify(execFile)(process.execPath, [resolve('lib/cli/next.mjs'), 'build'], { cwd: FOLDER, env });
}

/**
 * The folder of a production build of this project with one route more, GET /api/bare. A copy of the sources is built,
 * and built again only when one of them has changed.
 */
export async function bareBuild(): Promise<string> {
  generateClient({ onlyWhenStale: true });
  const key = contentKey();
  const built = existsSync(join(FOLDER, BUILD)) ? await readFile(KEY, 'utf8').catch(() => '') : '';
  if (built !== key) {
    await copyAndBuild();
    await writeFile(KEY, key);
  }
  return FOLDER;
}
