import { execFile } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';

const STOP_TIMEOUT_MS = 15_000;
const POLL_MS = 25;

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** The command line of a process: empty for one that is dead and unburied, undefined where it cannot be known. */
async function commandOf(pid: number): Promise<string | undefined> {
  try {
    return (await readFile(`/proc/${pid}/cmdline`, 'utf8')).replaceAll('\0', ' ');
  } catch {
    const ps = promisify(execFile)('ps', ['-o', 'args=', '-p', String(pid)]);
    return ps.then(
      ({ stdout }) => stdout.trim(),
      () => undefined,
    );
  }
}

async function readPid(pidFile: string): Promise<number | undefined> {
  const text = await readFile(pidFile, 'utf8').catch(() => '');
  const pid = Number.parseInt(text, 10);
  return Number.isNaN(pid) ? undefined : pid;
}

async function stopOrphan(pid: number): Promise<void> {
  const deadline = performance.now() + STOP_TIMEOUT_MS;
  process.kill(pid, 'SIGINT');
  while ((await commandOf(pid))?.includes('postgres')) {
    if (performance.now() > deadline) {
      throw new Error(`A PostgreSQL of an earlier run (process ${pid}) does not stop. Stop it: kill -QUIT ${pid}`);
    }
    await delay(POLL_MS);
  }
}

/**
 * Clears away what an earlier run left in the cluster at `data`: a PostgreSQL that outlived its keeper is stopped, and
 * a pid file whose number now belongs to some other program is removed. Anything unclear is left to PostgreSQL, which
 * refuses to start rather than share its files.
 */
export async function clearLeftovers(data: string): Promise<void> {
  const pidFile = join(data, 'postmaster.pid');
  const pid = await readPid(pidFile);
  if (pid === undefined || !isAlive(pid)) return;
  const command = await commandOf(pid);
  if (command === undefined) return;
  if (!command.includes('postgres')) await rm(pidFile);
  else if (command.includes(data)) await stopOrphan(pid);
}
