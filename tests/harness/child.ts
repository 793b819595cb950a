import { type ChildProcess, spawn, type SpawnOptions } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

const STOP_DEADLINE_MS = 10_000;

/** A program of its own: a process group that is ended by its id, with what it prints kept line by line. */
export type Child = {
  pid: number;
  lines: string[];
  hasExited: () => boolean;
  /** What it ended with; null while it has not, or when a signal ended it. */
  exitCode: () => number | null;
  /** Ends it in order: SIGTERM, and SIGKILL to whoever has not gone by the deadline. */
  stop: () => Promise<void>;
  /** Ends it as a power cut would. */
  kill9: () => Promise<void>;
  /** Sends it and all it started a signal, such as SIGSTOP. */
  signal: (name: NodeJS.Signals) => void;
};

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(-pid, name);
  } catch {
    // It has gone by itself.
  }
}

function readLines(child: ChildProcess, lines: string[]): void {
  for (const stream of [child.stdout, child.stderr]) {
    if (stream) createInterface({ input: stream }).on('line', (line) => void lines.push(line));
  }
}

function pidOf(child: ChildProcess, command: string): number {
  if (child.pid === undefined) throw new Error(`${command} did not start.`);
  return child.pid;
}

/** Starts `command` in a process group of its own. It goes with this process at the latest. */
export function startChild(command: string, args: string[], options: SpawnOptions): Child {
  const child = spawn(command, args, { ...options, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  const pid = pidOf(child, command);
  const lines: string[] = [];
  readLines(child, lines);
  const gone = once(child, 'exit');
  const hasExited = () => child.exitCode !== null || child.signalCode !== null;
  const killAtExit = () => signal(pid, 'SIGKILL');
  process.once('exit', killAtExit);

  async function end(name: NodeJS.Signals): Promise<void> {
    const timer = setTimeout(() => signal(pid, 'SIGKILL'), STOP_DEADLINE_MS);
    signal(pid, name);
    if (!hasExited()) await gone;
    clearTimeout(timer);
    process.off('exit', killAtExit);
  }

  return {
    pid,
    lines,
    hasExited,
    exitCode: () => child.exitCode,
    stop: () => end('SIGTERM'),
    kill9: () => end('SIGKILL'),
    signal: (name) => signal(pid, name),
  };
}
