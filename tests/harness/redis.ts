import { spawnSync } from 'node:child_process';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { startChild } from './child';
import { freePort } from './free-port';
import { until } from './poll';

export type TestRedis = { url: string; stop: () => Promise<void>; kill9: () => Promise<void> };

const givenUrl = process.env['REDIS_URL'];
const hasProgram = spawnSync('redis-server', ['--version'], { stdio: 'ignore' }).status === 0;

/** Whether a real Redis can be had here: one that is given (REDIS_URL), or a `redis-server` to start. */
export const hasRedis = givenUrl !== undefined || hasProgram;

/** Whether Redis can be started, and so also be killed, here. */
export const canStartRedis = hasProgram;

/** Added to the name of a suite that `describe.skipIf(!hasRedis)` may leave out. */
export const REDIS_WANTED = 'needs REDIS_URL or a redis-server on the PATH';

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection(port, '127.0.0.1')
      .once('connect', () => resolve(true))
      .once('error', () => resolve(false));
    socket.unref().setTimeout(1000, () => socket.destroy());
    socket.once('connect', () => socket.destroy());
  });
}

/** A Redis of one's own: on loopback, empty, writing nothing to the disk. */
async function startOwnRedis(): Promise<TestRedis> {
  const port = await freePort();
  const words = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
  const child = startChild('redis-server', words, { cwd: tmpdir() });
  await until('Redis', () => answers(port));
  return { url: `redis://127.0.0.1:${port}`, stop: child.stop, kill9: child.kill9 };
}

/** A real Redis: started for the caller where there is the program, otherwise the one that is given. */
export async function startRedis(): Promise<TestRedis> {
  if (hasProgram) return startOwnRedis();
  if (givenUrl === undefined) throw new Error(REDIS_WANTED);
  const nothing = () => Promise.resolve();
  return { url: givenUrl, stop: nothing, kill9: () => Promise.reject(new Error('This Redis is not ours to kill.')) };
}
