import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdir, rename, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { whyBuild } from '../../lib/cli/build-age.mjs';
import { outputFolder, STANDALONE } from '../../lib/cli/output.mjs';
import { until } from './poll';

/** The environment variable that names this run's own folder, for its workers. */
export const RUN_FOLDER = 'TEST_RUN_FOLDER';

const LOCK = '.data/test-build.lock';
/** Whoever holds it says so all the while: a build takes its time on a machine with other work. */
const LOCK_STALE_MS = 60_000;
const LOCK_RENEWED_MS = 10_000;
const BUILD_DEADLINE_SECONDS = 300;

async function takeLock(): Promise<boolean> {
  await mkdir('.data', { recursive: true });
  const taken = await mkdir(LOCK).then(
    () => true,
    () => false,
  );
  if (taken) return true;
  const { mtimeMs } = await stat(LOCK).catch(() => ({ mtimeMs: Date.now() }));
  if (Date.now() - mtimeMs > LOCK_STALE_MS) await rm(LOCK, { recursive: true, force: true });
  return false;
}

async function build(): Promise<void> {
  const env = { ...process.env, NODE_ENV: 'production' as const, NEXT_TELEMETRY_DISABLED: '1' };
  await promisify(execFile)('npm', ['run', 'build'], { env });
}

/** The folder of this run, for what its servers share. */
export function runFolder(): string {
  const folder = process.env[RUN_FOLDER];
  if (folder === undefined) throw new Error(`${RUN_FOLDER} is not set: the global setup of this run has not started.`);
  return folder;
}

/**
 * Copies the standalone output of the build in `root` to a place outside of the project, where it finds nothing but
 * itself. Returns the folder to start it in.
 */
export async function placeOutput(root: string, place: string): Promise<string> {
  await cp(join(root, STANDALONE), place, { recursive: true, verbatimSymlinks: true });
  return outputFolder(root, place);
}

/**
 * Once in a run, builds the app when there is no build or an older one than its sources, and copies its standalone
 * output: an edit in the middle of the run does not pull the app from under it. Of several, one builds. Returns the
 * copy.
 */
export async function ensureBuild(): Promise<string> {
  const place = join(runFolder(), 'app');
  if (existsSync(place)) return place;
  await until('another run to build', takeLock, BUILD_DEADLINE_SECONDS);
  const now = () => new Date();
  const renewal = setInterval(() => void utimes(LOCK, now(), now()).catch(() => undefined), LOCK_RENEWED_MS);
  try {
    if (existsSync(place)) return place;
    if (whyBuild(process.cwd()) !== undefined) await build();
    // Under its name only when it is whole.
    await placeOutput(process.cwd(), `${place}.copying`);
    await rename(`${place}.copying`, place);
    return place;
  } finally {
    clearInterval(renewal);
    await rm(LOCK, { recursive: true, force: true });
  }
}
