import { once } from 'node:events';
import { Agent, type IncomingMessage, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import { cpuTimeMs } from './process-group';

/** One connection's worth of requests: what is sent next may depend on what came back. */
export type Visitor = {
  method: 'GET' | 'POST';
  path: string;
  headers: () => Record<string, string>;
  body?: string;
  hear?: (answer: IncomingMessage) => void;
};

/** What some seconds of load came to. Times in milliseconds; `cpuMs` is the server's, of all requests together. */
export type Slot = { requests: number; perSecond: number; p50: number; p99: number; cpuMs: number };

async function visit(visitor: Visitor, port: number, agent: Agent): Promise<void> {
  const { method, path } = visitor;
  const sent = request({ host: '127.0.0.1', port, method, path, headers: visitor.headers(), agent }).end(visitor.body);
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
  const cpuBefore = cpuTimeMs(group);
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
  const cpuMs = cpuTimeMs(group) - cpuBefore;
  agent.destroy();
  const perSecond = times.length / seconds;
  return { requests: times.length, perSecond, p50: quantile(times, 0.5), p99: quantile(times, 0.99), cpuMs };
}

type Pace = { perSecond: number; milliseconds: number };

/**
 * One visitor's requests at a fixed pace, each sent when its time has come, whether or not the one before is answered:
 * what has to wait is not left out of the measure. How long each took, in milliseconds.
 */
export async function paceServer(
  server: { port: number },
  visitor: Visitor,
  { perSecond, milliseconds }: Pace,
): Promise<number[]> {
  const agent = new Agent({ keepAlive: true });
  const visits = Array.from({ length: Math.floor((perSecond * milliseconds) / 1000) }, async (_, index) => {
    await pause((index * 1000) / perSecond);
    const sentAt = performance.now();
    await visit(visitor, server.port, agent);
    return performance.now() - sentAt;
  });
  const times = await Promise.all(visits);
  agent.destroy();
  return times;
}
