import { Redis } from 'ioredis';
import { createMemoryStore } from '@/lib/infra/store/memory-store';
import { createRedisStore } from '@/lib/infra/store/redis-store';
import type { Store } from '@/lib/infra/store/store';
import { startRedis } from '../../harness/redis';

/** Counts, and the clock they live by. `storeOf` is the store of the n-th request's instance. */
export type LimitWorld = {
  storeOf: (n: number) => Store;
  nowMs: () => Promise<number>;
  /** Lets time pass, in milliseconds. */
  pass: (ms: number) => Promise<void>;
  /** Lets the least time pass, between one question and the next. */
  tick: () => Promise<void>;
  /** Later than it says a key may still be there, in milliseconds. */
  slackMs: number;
  stop: () => Promise<void>;
};

/** One process; its clock stands still unless it is moved, and begins just before a full hour. */
export async function memoryWorld(): Promise<LimitWorld> {
  let now = 500_000 * 3_600_000 - 1;
  const store = createMemoryStore(() => new Date(now));
  const pass = async (ms: number) => void (now += ms);
  return {
    storeOf: () => store,
    nowMs: async () => now,
    pass,
    tick: () => pass(1),
    slackMs: 0,
    stop: async () => {},
  };
}

/** ARGV[1]: milliseconds. Redis' clock cannot be moved, so everything that is dated is made so much older. */
const MAKE_OLDER = `
local ms = tonumber(ARGV[1])
for _, key in ipairs(redis.call('KEYS', 'limit*')) do
  local left = redis.call('PTTL', key) - ms
  if left <= 0 then redis.call('DEL', key)
  else
    if redis.call('TYPE', key).ok == 'list' then
      for index = 0, redis.call('LLEN', key) - 1 do
        redis.call('LSET', key, index, string.format('%.0f', tonumber(redis.call('LINDEX', key, index)) - ms))
      end
    end
    redis.call('PEXPIRE', key, left)
  end
end`;

/** Two instances over one real Redis, by its own clock. */
export async function redisWorld(): Promise<LimitWorld> {
  const server = await startRedis();
  const clients = [1, 2].map(() => new Redis(server.url, { enableAutoPipelining: true }));
  const [one, other] = clients.map((client) => createRedisStore(client)) as [Store, Store];
  const clock = new Redis(server.url);
  let passedMs = 0;
  return {
    storeOf: (n) => (n % 2 === 0 ? one : other),
    nowMs: async () => {
      const [seconds = 0, micros = 0] = await clock.time();
      return seconds * 1000 + Math.floor(micros / 1000) + passedMs;
    },
    pass: async (ms) => {
      await clock.eval(MAKE_OLDER, 0, ms);
      passedMs += ms;
    },
    tick: async () => {},
    // A key of Redis is still there in the millisecond in which it ends.
    slackMs: 1,
    stop: async () => {
      for (const client of [...clients, clock]) client.disconnect();
      await server.stop();
    },
  };
}
