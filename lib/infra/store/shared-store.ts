import { Redis } from 'ioredis';
import { getEnv } from '@/lib/core/env';
import { guardViews, type GuardedStore } from './guarded-views';
import { createMemoryStore } from './memory-store';
import { inTime, withoutWaiting } from './outage';
import { createRedisStore } from './redis-store';
import { BUSY, type Counters, type Store } from './store';

/** A connection on which nothing comes for so long is dead, though nobody has said so, and replaced; in milliseconds. */
const DEAD_AFTER_MS = 5_000;

/**
 * `shared` while it answers; without it counts go on in this process (never "no limit"), and nothing is cached.
 * `onFailure` hears of each time that it did not.
 */
export function withFallback(shared: Store, own: Counters, onFailure: () => void): Store {
  const or = withoutWaiting(onFailure);
  const count = <T>(on: (counters: Counters) => Promise<T>) =>
    or(
      () => on(own),
      () => on(shared),
    );
  const nothing = () => undefined;
  const renewViews = () => inTime(shared.renewViews());
  // Somebody may have filled views just before the commit of a change that could not hold them. Nobody waits for this: it
  // is on its way when the change is answered, and among the first that a Redis which hung will read.
  const makeVoid = () => void renewViews().catch(onFailure);
  return {
    take: (key, rule) => count((store) => store.take(key, rule)),
    restart: (key, rule) => count((store) => store.restart(key, rule)),
    giveBack: (key, rule) => count((store) => store.giveBack(key, rule)),
    clear: (key) => count((store) => store.clear(key)),
    slide: (window) => count((store) => store.slide(window)),
    slideBack: (key) => count((store) => store.slideBack(key)),
    slideAndRead: (window, keys) =>
      or(
        async () => ({
          slid: await own.slide(window),
          views: keys.map(() => BUSY),
        }),
        () => shared.slideAndRead(window, keys),
      ),
    readViews: (keys) =>
      or(
        () => keys.map(() => BUSY),
        () => shared.readViews(keys),
      ),
    fillView: (key, lease, value) => or(nothing, () => shared.fillView(key, lease, value)),
    holdViews: (keys, hold) =>
      or(
        () => false,
        () => shared.holdViews(keys, hold),
      ),
    releaseViews: (keys, hold) => or(makeVoid, () => shared.releaseViews(keys, hold)),
    renewViews,
  };
}

/** A client that fails fast instead of queueing: who asks has a way on without it. */
export function connectRedis(url: string): Redis {
  const redis = new Redis(url, {
    enableAutoPipelining: true,
    // A pipeline leaves when the one before it has been answered. A hold and a new epoch wait for nothing: they are in Redis'
    // hands when the change that they belong to is answered, also where Redis hangs, and where this process ends meanwhile.
    autoPipeliningIgnoredCommands: ['set'],
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    connectTimeout: 2_000,
    socketTimeout: DEAD_AFTER_MS,
    retryStrategy: (attempt) => Math.min(attempt * 100, 2_000),
    keyPrefix: 'gatehouse:',
  });
  // Each failed command says so where it is used; an unheard 'error' event would end the process.
  redis.on('error', () => undefined);
  return redis;
}

/** The store on `redis`; the counts of `own` go on without it. */
export function storeOn(redis: Redis, own: Counters): GuardedStore {
  const shared = withFallback(createRedisStore(redis), own, () => store.doubt());
  const store = guardViews(shared, ['feed', 'redis']);
  redis.on('ready', () => store.regain('redis'));
  redis.on('close', () => store.lose('redis'));
  return store;
}

/** What the whole process shares. */
type SharedStore = GuardedStore & {
  /** False while Redis, where it is wanted, does not answer. */
  isAnswering: () => Promise<boolean>;
  /** Ends its connection: nothing is to be asked of it any more. */
  close: () => void;
};

function openStore(): SharedStore {
  const { REDIS_URL } = getEnv();
  const memory = createMemoryStore();
  if (!REDIS_URL) {
    const alone = { isAnswering: () => Promise.resolve(true), close: () => undefined };
    return { ...guardViews(memory, ['feed']), distrust: memory.dropViews, ...alone };
  }
  const redis = connectRedis(REDIS_URL);
  const store = storeOn(redis, memory);
  const isAnswering = () =>
    inTime(redis.ping()).then(
      () => true,
      () => false,
    );
  return { ...store, isAnswering, close: () => redis.disconnect() };
}

const PROCESS_STORE = Symbol.for('gatehouse.store');
const processWide = globalThis as { [PROCESS_STORE]?: SharedStore };

/** The process-wide store: bundles of middleware, routes and pages share it through `globalThis`. */
export function getStore(): SharedStore {
  return (processWide[PROCESS_STORE] ??= openStore());
}

/** Closes the store of this process, if it has one. */
export function closeStore(): void {
  processWide[PROCESS_STORE]?.close();
}
