import { Redis } from 'ioredis';
import { getEnv } from '@/lib/core/env';
import { getLog } from '@/lib/core/log';
import { createMemoryStore } from './memory-store';
import { persistently } from './persistent-drop';
import { createRedisStore } from './redis-store';
import type { CachedView, Store } from './store';

/** A Redis that has not answered by then is treated as gone, in milliseconds. */
const ANSWER_WITHIN_MS = 500;
/** One line in the log for this long an outage, in milliseconds. */
const SAY_AGAIN_AFTER_MS = 30_000;

/**
 * `shared` while it answers; without it counts go on in this process (never "no limit"), and views are not cached at
 * all, because another instance's change could not be seen here.
 */
export function withFallback(shared: Store, own: Store): Store {
  let saidAtMs = 0;
  function sayGone(error: unknown): void {
    if (Date.now() - saidAtMs < SAY_AGAIN_AFTER_MS) return;
    saidAtMs = Date.now();
    getLog().warn({ err: error }, 'Redis does not answer: this instance counts for itself and caches no sessions');
  }
  async function or<T>(otherwise: () => T | Promise<T>, attempt: () => Promise<T>): Promise<T> {
    try {
      return await attempt();
    } catch (error) {
      sayGone(error);
      return otherwise();
    }
  }
  const count = <T>(on: (store: Store) => Promise<T>) =>
    or(
      () => on(own),
      () => on(shared),
    );
  const nothing = () => undefined;
  return {
    take: (key, rule) => count((store) => store.take(key, rule)),
    restart: (key, rule) => count((store) => store.restart(key, rule)),
    giveBack: (key, rule) => count((store) => store.giveBack(key, rule)),
    clear: (key) => count((store) => store.clear(key)),
    slide: (key, limit, windowMs) => count((store) => store.slide(key, limit, windowMs)),
    slideBack: (key) => count((store) => store.slideBack(key)),
    readViews: (keys) =>
      or(
        () => keys.map((): CachedView => ({ busy: true })),
        () => shared.readViews(keys),
      ),
    fillView: (key, lease, value, ttlMs) => or(nothing, () => shared.fillView(key, lease, value, ttlMs)),
    dropViews: persistently((keys) => shared.dropViews(keys), sayGone),
  };
}

/** A client that fails fast instead of queueing: who asks has a way on without it. */
export function connectRedis(url: string): Redis {
  const redis = new Redis(url, {
    enableAutoPipelining: true,
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    commandTimeout: ANSWER_WITHIN_MS,
    connectTimeout: 2_000,
    retryStrategy: (attempt) => Math.min(attempt * 100, 2_000),
    keyPrefix: 'gatehouse:',
  });
  // Each failed command says so where it is used; an unheard 'error' event would end the process.
  redis.on('error', () => undefined);
  return redis;
}

const PROCESS_STORE = Symbol.for('gatehouse.store');
const processWide = globalThis as { [PROCESS_STORE]?: Store };

/** The process-wide store: bundles of middleware, routes and pages share it through `globalThis`. */
export function getStore(): Store {
  const { REDIS_URL } = getEnv();
  processWide[PROCESS_STORE] ??= REDIS_URL
    ? withFallback(createRedisStore(connectRedis(REDIS_URL)), createMemoryStore())
    : createMemoryStore();
  return processWide[PROCESS_STORE];
}
