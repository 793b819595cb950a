import { spawn, type ChildProcess } from 'node:child_process';
import { platform } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { reasonIn, runProgram, type Cluster } from './cluster';
import { findFreePort, LOOPBACK } from './keeper-door';
import { rootAdvice } from './ordinary-user';

/** A running PostgreSQL. */
export type RunningServer = {
  port: number;
  /** Resolves when it has ended, in whatever way. */
  ended: Promise<void>;
  /** Stops it, throwing its connections out; harsher when it does not listen. Resolves when it has ended. */
  stop: () => Promise<void>;
};

const READY = 'database system is ready to accept connections';
const PORT_TAKEN = /could not (?:bind|create any TCP\/IP sockets)/;
const START_TIMEOUT_MS = 60_000;
/** A stop writes everything to the disk. Signals that ask for more and more, and how long each is given. */
const STOP_STEPS = [
  ['SIGINT', 15_000],
  ['SIGQUIT', 5_000],
  ['SIGKILL', 5_000],
] as const;

/**
 * Stops PostgreSQL when the keeper dies without having done so (kill -9, out of memory): the shell waits on a pipe that
 * the keeper holds open, and the kernel closes it.
 */
function guardAgainstOrphan(pid: number): () => void {
  if (platform() === 'win32') return () => {};
  const script = 'read -r word; [ "$word" = stopped ] || kill -INT "$1"';
  const guard = spawn('sh', ['-c', script, 'gatehouse-postgres-guard', String(pid)], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  guard.stdin.on('error', () => {});
  return () => void guard.stdin.end('stopped\n');
}

function endOf(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.once('close', () => resolve());
    // It never ran.
    child.once('error', () => resolve());
  });
}

async function hasEndedWithin(ended: Promise<unknown>, timeoutMs: number): Promise<boolean> {
  const timer = new AbortController();
  const late = delay(timeoutMs, 'late', { signal: timer.signal }).catch(() => 'late');
  const first = await Promise.race([ended, late]);
  timer.abort();
  return first !== 'late';
}

async function stopServer({ binaries, data }: Cluster, child: ChildProcess, ended: Promise<void>): Promise<void> {
  for (const [signal, timeoutMs] of STOP_STEPS) {
    // Windows has no signals: pg_ctl knows another way.
    if (platform() === 'win32') spawn(binaries.pgCtl, ['stop', '-D', data, '-m', 'fast'], { stdio: 'ignore' });
    else child.kill(signal);
    if (await hasEndedWithin(ended, timeoutMs)) return;
  }
}

/** Resolves with undefined once the server takes connections, or with the reason why it does not. */
async function becomesReady(
  child: ChildProcess,
  ended: Promise<void>,
  said: () => string,
): Promise<string | undefined> {
  const ready = new Promise<void>((resolve) => {
    child.stderr?.on('data', () => said().includes(READY) && resolve());
  });
  if (!(await hasEndedWithin(Promise.race([ready, ended]), START_TIMEOUT_MS))) return 'it took too long';
  return said().includes(READY) ? undefined : reasonIn(said());
}

async function tryToStart(
  cluster: Cluster,
  port: number,
  flags: readonly string[],
  onText: (text: string) => void,
): Promise<RunningServer | string> {
  const settings = [
    `listen_addresses=${LOOPBACK}`,
    `port=${port}`,
    'unix_socket_directories=',
    'timezone=UTC',
    ...flags,
  ];
  const options = settings.flatMap((setting) => ['-c', setting]);
  let said = '';
  const child = runProgram(cluster, [cluster.binaries.postgres, '-D', cluster.data, ...options], (text) => {
    if (!said.includes(READY)) said += text;
    onText(text);
  });
  const ended = endOf(child);
  child.once('error', (error) => (said += `could not run it: ${error.message}`));
  if (child.pid !== undefined) void ended.then(guardAgainstOrphan(child.pid));
  const reason = await becomesReady(child, ended, () => said);
  const stop = () => stopServer(cluster, child, ended);
  if (reason === undefined) return { port, ended, stop };
  await stop();
  return reason;
}

/**
 * Starts PostgreSQL on the loopback: on `preferredPort` if it is free, else on a port that is. Throws a sentence.
 *
 * @param flags settings of PostgreSQL as `name=value`
 */
export async function startServer(
  cluster: Cluster,
  preferredPort: number,
  flags: readonly string[],
  onText: (text: string) => void,
): Promise<RunningServer> {
  let reason = '';
  // The port was free when we looked; somebody may be quicker.
  for (let attempt = 0; attempt < 3; attempt += 1) {
    const port = await findFreePort(attempt === 0 ? preferredPort : 0);
    const outcome = await tryToStart(cluster, port, flags, onText);
    if (typeof outcome !== 'string') return outcome;
    reason = outcome;
    if (!PORT_TAKEN.test(reason)) break;
  }
  throw new Error(`The embedded PostgreSQL did not start: ${reason}.${rootAdvice(cluster.runAs)}`);
}
