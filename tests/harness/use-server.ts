import { afterAll, beforeAll } from 'vitest';
import { startRedis, type TestRedis } from './redis';
import { putRightsBack, readRights, type Rights } from './rights';
import { type ServerOptions, startServer, type TestServer } from './server';
import { startedLater } from './started-later';
import { workerWide } from './worker-wide';

type Options = Omit<ServerOptions, 'redis'> & {
  /** A real Redis that starts and stops with the server. */
  withRedis?: boolean;
};

/**
 * One server for a whole test file (or `describe`): started before its tests, ended after them. What is returned may
 * be read inside tests and hooks, not while the file is being collected.
 */
export function useServer({ withRedis = false, ...options }: Options = {}): TestServer {
  let server: TestServer | undefined;
  let redis: TestRedis | undefined;

  beforeAll(async () => {
    if (withRedis) redis = await startRedis();
    server = await startServer({ ...options, redis });
  });
  afterAll(async () => {
    await server?.stop();
    await redis?.stop();
  });

  return startedLater('server', () => server);
}

/** For tests that ask more than anybody may. */
export const WIDE_THROTTLES = { THROTTLE_AUTHENTICATED: '100000', THROTTLE_ANONYMOUS: '100000' };

type Shared = { server: TestServer; rights: Rights };

const shared = workerWide('servers', () => new Map<string, Shared>());

async function startShared(env: Record<string, string>): Promise<Shared> {
  const server = await startServer({ env });
  return { server, rights: await readRights(server.database) };
}

/** What a file leaves behind is its own failure: the next one begins with what was there at the start, or a new server. */
async function handOn(key: string): Promise<void> {
  const one = shared.get(key);
  if (!one) return;
  const { server, rights } = one;
  try {
    await server.check();
    await putRightsBack(server, rights);
  } catch (error) {
    shared.delete(key);
    await server.stop();
    throw error;
  }
}

/**
 * A server that the files of a worker that want these settings hand on to each other, for tests that look at nothing but
 * people of their own, and restore what they change of what ships. Roles and rules that they make go with the file; its
 * log begins with the file. It goes with its worker.
 */
export function useSharedServer(env: Record<string, string> = {}): TestServer {
  const key = JSON.stringify(env);
  let handed: TestServer | undefined;

  beforeAll(async () => {
    const one = shared.get(key) ?? (await startShared(env));
    shared.set(key, one);
    const { length } = one.server.logs();
    handed = { ...one.server, logs: () => one.server.logs().slice(length) };
  });
  afterAll(() => handOn(key));

  return startedLater('server', () => handed);
}
