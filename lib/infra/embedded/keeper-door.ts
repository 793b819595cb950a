import { randomBytes } from 'node:crypto';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { lineReader } from './lines';
import { answerTo, portsOf, type Secret } from './secret';

export const LOOPBACK = '127.0.0.1';

/**
 * The talk at the keeper's door, one line each: the guest asks a question that only a keeper with our secret can answer;
 * satisfied, it says that it stays; the keeper then says once how its server fares. Staying is keeping the connection.
 */
export const STAY = 'stay';
/** Said by a guest that wants its connection closed only when it is no longer needed: at once, or after the stop. */
export const LEAVE = 'leave';

export type Word = { ready: { port: number } } | { failed: string } | { closing: true };

/** A connection to a keeper that has proved itself. */
export type Door = { socket: Socket; nextLine: () => Promise<string | undefined> };

/** A stranger who happens to sit on one of our ports may say nothing at all. */
const ANSWER_TIMEOUT_MS = 2_000;
/** Who would be the keeper itself waits longer: on a busy machine another one may be slow, and two must never be. */
const PATIENT_ANSWER_TIMEOUT_MS = 15_000;

async function knock(port: number, secret: Secret, timeoutMs = ANSWER_TIMEOUT_MS): Promise<Door | undefined> {
  const socket = connect({ host: LOOPBACK, port });
  const nextLine = lineReader(socket);
  const question = randomBytes(16).toString('base64url');
  socket.write(`${question}\n`);
  const timer = new AbortController();
  const answer = await Promise.race([
    nextLine(),
    delay(timeoutMs, undefined, { signal: timer.signal }).catch(() => undefined),
  ]);
  timer.abort();
  if (answer === answerTo(question, secret)) return { socket, nextLine };
  socket.destroy();
  return undefined;
}

/** Finds the live keeper of those who share `secret`, if there is one. */
export async function findKeeper(secret: Secret): Promise<Door | undefined> {
  const knocks = portsOf(secret).keeper.map(async (port) => (await knock(port, secret)) ?? Promise.reject(new Error()));
  return Promise.any(knocks).catch(() => undefined);
}

async function listen(server: Server, port: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const onError = (error: NodeJS.ErrnoException) =>
      error.code === 'EADDRINUSE' || error.code === 'EACCES' ? resolve(false) : reject(error);
    server.once('error', onError);
    server.listen({ host: LOOPBACK, port, exclusive: true }, () => {
      server.off('error', onError);
      resolve(true);
    });
  });
}

/**
 * Becomes the keeper by listening on the first of its ports that is free. The kernel lets one process do so and frees
 * the port when that process ends in whatever way, so there is no lock to go stale. Answers undefined when a keeper is
 * there already.
 */
export async function openDoor(secret: Secret, welcome: (guest: Socket) => void): Promise<Server | undefined> {
  const there = await findKeeper(secret);
  there?.socket.destroy();
  if (there) return undefined;
  for (const port of portsOf(secret).keeper) {
    const server = createServer(welcome);
    if (await listen(server, port)) return server;
    // Taken: by a stranger, or by a keeper that was as quick as this one.
    const other = await knock(port, secret, PATIENT_ANSWER_TIMEOUT_MS);
    other?.socket.destroy();
    if (other) return undefined;
  }
  throw new Error(`All ports for the embedded PostgreSQL's keeper are taken: ${portsOf(secret).keeper.join(', ')}.`);
}

/** A port of the loopback that nobody listens on: the preferred one, or any. */
export async function findFreePort(preferred: number): Promise<number> {
  for (const port of [preferred, 0]) {
    const server = createServer();
    if (!(await listen(server, port))) continue;
    const address = server.address();
    await new Promise((resolve) => server.close(resolve));
    if (typeof address === 'object' && address) return address.port;
  }
  throw new Error('The system has no free port.');
}
