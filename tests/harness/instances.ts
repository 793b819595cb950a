import { afterAll, beforeAll } from 'vitest';
import { cloneDatabase, type TestDatabase } from './database';
import { startRedis, type TestRedis } from './redis';
import { type ServerOptions, startServer, type TestServer } from './server';
import { startedLater } from './started-later';

type Instances = { one: TestServer; other: TestServer; database: TestDatabase; redis: TestRedis };

/**
 * Two processes over one PostgreSQL, one Redis and one mailbox, as behind a load balancer, for a whole test file: started
 * before its tests, ended after them, and not started where all of them are skipped. `env` is of both; a function is asked
 * when they start.
 */
export function useInstances(env: ServerOptions['env'] | (() => ServerOptions['env']) = {}): Instances {
  const started: Partial<Instances> = {};

  beforeAll(async () => {
    const [database, redis] = await Promise.all([cloneDatabase(), startRedis()]);
    Object.assign(started, { database, redis });
    const settings = typeof env === 'function' ? env() : env;
    const shared = { database, redis, env: { APP_URL: 'http://localhost:3000', ...settings } };
    started.one = await startServer(shared);
    started.other = await startServer({ ...shared, folder: started.one.folder });
  });
  afterAll(async () => {
    await started.other?.stop();
    await started.one?.stop();
    await Promise.all([started.database?.drop(), started.redis?.stop()]);
  });

  return {
    one: startedLater('server', () => started.one),
    other: startedLater('other server', () => started.other),
    database: startedLater('database', () => started.database),
    redis: startedLater('Redis', () => started.redis),
  };
}
