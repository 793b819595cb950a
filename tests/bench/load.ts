import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { Agent, type IncomingMessage, request } from 'node:http';
import { text } from 'node:stream/consumers';

/** One connection's worth of requests: what is sent next may depend on what came back. */
export type Visitor = {
  method: 'GET' | 'POST';
  path: string;
  headers: () => Record<string, string>;
  hear?: (answer: IncomingMessage) => void;
};

/** What some seconds of load came to. Times in milliseconds; `cpuMs` is the server's, of all requests together. */
export type Slot = { requests: number; perSecond: number; p50: number; p99: number; cpuMs: number };

/** USER_HZ: the unit of /proc/<pid>/stat, 10 ms on every Linux that Node runs on. */
const TICK_MS = 10;

/**
 * CPU time (user and system) of all processes of a group so far, in milliseconds: utime and stime of /proc/<pid>/stat
 * (proc_pid_stat(5), fields 14 and 15), which is Linux; NaN elsewhere.
 */
function cpuTimeOf(group: number): number {
  if (process.platform !== 'linux') return Number.NaN;
  let ticks = 0;
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    // The second field is a name in brackets, which may hold anything; the third stands behind the last bracket.
    const fields = statOf(pid).split(') ').at(-1)?.split(' ') ?? [];
    if (Number(fields[2]) === group) ticks += Number(fields[11]) + Number(fields[12]);
  }
  return ticks * TICK_MS;
}

function statOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch {
    // It has ended since the folder was read.
    return '';
  }
}

async function visit(visitor: Visitor, port: number, agent: Agent): Promise<void> {
  const { method, path } = visitor;
  const sent = request({ host: '127.0.0.1', port, method, path, headers: visitor.headers(), agent }).end();
  const [answer] = (await once(sent, 'response')) as [IncomingMessage];
  if (answer.statusCode !== 200) {
    throw new Error(`${method} ${path}: ${answer.statusCode} ${(await text(answer)).slice(0, 300)}`);
  }
  visitor.hear?.(answer);
  answer.resume();
  await once(answer, 'end');
}

/** The value that a share of `values` does not exceed: 0.5 is the median. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

/**
 * Each visitor on a connection of its own, with at least one request and then another after each answer until the time
 * is over. Every answer has to be a 200.
 */
export async function loadServer(
  server: { port: number; pid: () => number | undefined },
  visitors: readonly Visitor[],
  milliseconds: number,
): Promise<Slot> {
  const agent = new Agent({ keepAlive: true, maxSockets: visitors.length });
  const times: number[] = [];
  const group = server.pid() ?? 0;
  const cpuBefore = cpuTimeOf(group);
  const startedAt = performance.now();
  const stay = async (visitor: Visitor) => {
    do {
      const sentAt = performance.now();
      await visit(visitor, server.port, agent);
      times.push(performance.now() - sentAt);
    } while (performance.now() - startedAt < milliseconds);
  };
  await Promise.all(visitors.map(stay));
  const seconds = (performance.now() - startedAt) / 1000;
  const cpuMs = cpuTimeOf(group) - cpuBefore;
  agent.destroy();
  const perSecond = times.length / seconds;
  return { requests: times.length, perSecond, p50: quantile(times, 0.5), p99: quantile(times, 0.99), cpuMs };
}
