import { afterAll, beforeAll } from 'vitest';
import { startRedis, type TestRedis } from './redis';
import { type ServerOptions, startServer, type TestServer } from './server';
import { startedLater } from './started-later';

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

let shared: TestServer | undefined;

/**
 * A server that the files of a worker hand on to each other, for tests that look at nothing but people of their own, and
 * leave no role or rule behind that concerns others. It goes with its worker.
 */
export function useSharedServer(): TestServer {
  beforeAll(async () => {
    shared ??= await startServer();
  });
  afterAll(() => shared?.check());

  return startedLater('server', () => shared);
}
