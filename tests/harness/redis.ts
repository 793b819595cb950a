import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startChild, type Child } from './child';
import { freePort } from './free-port';
import { until } from './poll';

export type TestRedis = {
  url: string;
  stop: () => Promise<void>;
  kill9: () => Promise<void>;
  /** Starts it again at the same address: empty, or with what the last SAVE wrote. */
  restart: () => Promise<void>;
  /** Stops it in the middle of whatever it does, as an overloaded machine would; `resume` lets it go on. */
  pause: () => void;
  resume: () => void;
};

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

/** A Redis of one's own: on loopback, empty, in a folder of its own, writing nothing to the disk unless told to SAVE. */
async function startOwnRedis(): Promise<TestRedis> {
  const port = await freePort();
  const folder = await mkdtemp(join(tmpdir(), 'gatehouse-redis-'));
  const words = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
  let child: Child;
  async function start(): Promise<void> {
    child = startChild('redis-server', words, { cwd: folder });
    await until('Redis', () => answers(port));
  }
  await start();
  return {
    url: `redis://127.0.0.1:${port}`,
    stop: async () => {
      await child.stop();
      await rm(folder, { recursive: true, force: true });
    },
    kill9: () => child.kill9(),
    restart: async () => {
      await child.kill9();
      await start();
    },
    pause: () => child.signal('SIGSTOP'),
    resume: () => child.signal('SIGCONT'),
  };
}

/** A real Redis: started for the caller where there is the program, otherwise the one that is given. */
export async function startRedis(): Promise<TestRedis> {
  if (hasProgram) return startOwnRedis();
  if (givenUrl === undefined) throw new Error(REDIS_WANTED);
  const refuse = () => {
    throw new Error('This Redis is not ours to stop.');
  };
  return { url: givenUrl, stop: async () => {}, kill9: refuse, restart: refuse, pause: refuse, resume: refuse };
}
