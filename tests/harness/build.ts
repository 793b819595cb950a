import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { whyBuild } from '../../lib/cli/build-age.mjs';
import { until } from './poll';

/** The environment variable that names this run's own folder, for its workers. */
export const RUN_FOLDER = 'TEST_RUN_FOLDER';

const LOCK = '.data/test-build.lock';
const LOCK_STALE_MS = 3 * 60_000;
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

/** Where a run notes that it has its build, so that an edit in the middle of it does not pull the app from under it. */
function runMark(): string {
  const folder = process.env[RUN_FOLDER];
  if (folder === undefined) throw new Error(`${RUN_FOLDER} is not set: the global setup of this run has not started.`);
  return join(folder, 'built');
}

/** Once in a run, builds the app when there is no build or an older one than its sources. Of several, one builds. */
export async function ensureBuild(): Promise<void> {
  const mark = runMark();
  if (existsSync(mark)) return;
  await until('another run to build', takeLock, BUILD_DEADLINE_SECONDS);
  try {
    if (!existsSync(mark) && whyBuild(process.cwd()) !== undefined) await build();
    await writeFile(mark, '');
  } finally {
    await rm(LOCK, { recursive: true, force: true });
  }
}
