import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { BUILD, SOURCES } from '../../lib/cli/build-age.mjs';
import { generateClient } from '../../lib/cli/generate.mjs';

/**
 * Inside the project, so that the copy finds the project's node_modules, which Turbopack would not follow a link to.
 */
const FOLDER = resolve('.data/bench');
const KEY = join(FOLDER, 'key');
/** What the copy has more than the project: the least that Next can do where ours does more. */
const BARE: Readonly<Record<string, string>> = {
  'app/api/bare/route.ts': `
export const dynamic = 'force-dynamic';

export const GET = () => Response.json({ ok: true });
`,
  'app/bare-form/page.tsx': `
async function send(data: FormData): Promise<void> {
  'use server';
  console.info([...data.keys()].length);
}

export default function BareFormPage() {
  return (
    <form action={send}>
      <input name="email" type="email" />
      <input name="password" type="password" />
      <button type="submit">Sign in</button>
    </form>
  );
}
`,
};

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
  const hash = createHash('sha256').update(JSON.stringify(BARE));
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
  for (const [path, source] of Object.entries(BARE)) {
    await mkdir(join(FOLDER, path, '..'), { recursive: true });
    await writeFile(join(FOLDER, path), source);
  }
  const env = { ...process.env, NODE_ENV: 'production' as const, NEXT_TELEMETRY_DISABLED: '1' };
  await promisify(execFile)(process.execPath, [resolve('lib/cli/next.mjs'), 'build'], { cwd: FOLDER, env });
}

/**
 * The folder of a production build of this project with one route and one page more, GET /api/bare and /bare-form. A copy
 * of the sources is built, and built again only when one of them has changed.
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
