import type { Redis } from 'ioredis';
import { redisViews } from './redis-views';
import type { Slid, Store, Taken } from './store';

/** KEYS[1]; ARGV points, windowMs, closedMs. Answers {1} or {0, retryAfterMs}. */
const TAKE = `
local used = tonumber(redis.call('GET', KEYS[1]) or '0')
local points = tonumber(ARGV[1])
if used >= points then return {0, redis.call('PTTL', KEYS[1])} end
used = redis.call('INCR', KEYS[1])
if used >= points then redis.call('PEXPIRE', KEYS[1], ARGV[3])
elseif used == 1 then redis.call('PEXPIRE', KEYS[1], ARGV[2]) end
return {1}`;

/** KEYS[1]; ARGV points, windowMs. */
const GIVE_BACK = `
local used = tonumber(redis.call('GET', KEYS[1]) or '0')
if used <= 1 then return redis.call('DEL', KEYS[1]) end
redis.call('DECR', KEYS[1])
if used >= tonumber(ARGV[1]) then redis.call('PEXPIRE', KEYS[1], ARGV[2]) end
return 1`;

/**
 * KEYS[1]; ARGV limit, windowMs. A list of the times of the last requests, newest first, never longer than the limit:
 * exact, and of constant cost. Redis' own clock, so that instances agree.
 */
const SLIDE = `
local limit, window = tonumber(ARGV[1]), tonumber(ARGV[2])
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local oldest = redis.call('LINDEX', KEYS[1], -1)
while oldest and tonumber(oldest) <= now - window do
  redis.call('RPOP', KEYS[1])
  oldest = redis.call('LINDEX', KEYS[1], -1)
end
local length = redis.call('LLEN', KEYS[1])
local allowed = 0
if length < limit then
  redis.call('LPUSH', KEYS[1], now)
  redis.call('PEXPIRE', KEYS[1], window)
  allowed, length = 1, length + 1
end
return {allowed, limit - length, tonumber(oldest or now) + window - now}`;

/** The scripts as ioredis adds them to a client. */
type Scripts = {
  gatehouseTake(key: string, points: number, windowMs: number, closedMs: number): Promise<[number, number?]>;
  gatehouseGiveBack(key: string, points: number, windowMs: number): Promise<unknown>;
  gatehouseSlide(key: string, limit: number, windowMs: number): Promise<[number, number, number]>;
};

function withScripts(redis: Redis): Redis & Scripts {
  redis.defineCommand('gatehouseTake', { numberOfKeys: 1, lua: TAKE });
  redis.defineCommand('gatehouseGiveBack', { numberOfKeys: 1, lua: GIVE_BACK });
  redis.defineCommand('gatehouseSlide', { numberOfKeys: 1, lua: SLIDE });
  return redis as Redis & Scripts;
}

/** The store that instances share. Commands issued in one turn travel as one pipeline (`enableAutoPipelining`). */
export function createRedisStore(client: Redis): Store {
  const redis = withScripts(client);

  async function take(key: string, points: number, windowMs: number, closedMs: number): Promise<Taken> {
    const [isAllowed, retryAfterMs = 0] = await redis.gatehouseTake(key, points, windowMs, closedMs);
    return isAllowed === 1 ? { isAllowed: true } : { isAllowed: false, retryAfterMs: Math.max(1, retryAfterMs) };
  }

  async function slide(key: string, limit: number, windowMs: number): Promise<Slid> {
    const [isAllowed, remaining, resetMs] = await redis.gatehouseSlide(key, limit, windowMs);
    return { isAllowed: isAllowed === 1, remaining, resetMs };
  }

  return {
    take: (key, rule) => take(key, rule.points, rule.windowMs, rule.closedMs),
    restart: async (key, rule) =>
      void (await redis.set(key, 1, 'PX', rule.points <= 1 ? rule.closedMs : rule.windowMs)),
    giveBack: async (key, rule) => void (await redis.gatehouseGiveBack(key, rule.points, rule.windowMs)),
    clear: async (key) => void (await redis.del(key)),
    slide,
    slideBack: async (key) => void (await redis.lpop(key)),
    ...redisViews(client),
  };
}
