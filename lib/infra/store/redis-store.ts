import type { Redis } from 'ioredis';
import { EPOCH_KEY, redisViews } from './redis-views';
import type { CountedRead, Slid, Store, Taken, Window } from './store';

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
const SLIDING = `
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
slid = {allowed, limit - length, tonumber(oldest or now) + window - now, allowed}`;

const SLIDE = `
local slid
${SLIDING}
return slid`;

/**
 * KEYS[1] as above, then the epoch's, then those of views; ARGV as above. Answers what SLIDE does, followed by what those
 * keys hold. Where the first view says null, it counts nothing.
 */
const SLIDE_AND_READ = `
local epoch, first = redis.call('GET', KEYS[2]), redis.call('GET', KEYS[3])
local slid = {1, 0, 0, 0}
if not epoch or first ~= 'view:' .. epoch .. ':null' then
${SLIDING}
end
for index = 2, #KEYS do slid[index + 3] = redis.call('GET', KEYS[index]) end
return slid`;

/** Whether it was allowed (1), how many remain, when the oldest leaves, in milliseconds, and whether it was counted (1). */
type Sliding = [isAllowed: number, remaining: number, resetMs: number, isCounted: number];

/** The scripts as ioredis adds them to a client. */
type Scripts = {
  gatehouseTake(key: string, points: number, windowMs: number, closedMs: number): Promise<[number, number?]>;
  gatehouseGiveBack(key: string, points: number, windowMs: number): Promise<unknown>;
  gatehouseSlide(key: string, limit: number, windowMs: number): Promise<Sliding>;
  gatehouseSlideAndRead(count: number, ...words: (string | number)[]): Promise<[...Sliding, ...(string | null)[]]>;
};

function withScripts(redis: Redis): Redis & Scripts {
  redis.defineCommand('gatehouseTake', { numberOfKeys: 1, lua: TAKE });
  redis.defineCommand('gatehouseGiveBack', { numberOfKeys: 1, lua: GIVE_BACK });
  redis.defineCommand('gatehouseSlide', { numberOfKeys: 1, lua: SLIDE });
  redis.defineCommand('gatehouseSlideAndRead', { lua: SLIDE_AND_READ });
  return redis as Redis & Scripts;
}

function toSlid([isAllowed, remaining, resetMs, isCounted]: Sliding): Slid {
  return { isAllowed: isAllowed === 1, isCounted: isCounted === 1, remaining, resetMs };
}

/** The store that instances share. Commands issued in one turn travel as one pipeline (`enableAutoPipelining`). */
export function createRedisStore(client: Redis): Store {
  const redis = withScripts(client);
  const { viewsOf, ...views } = redisViews(client);

  async function take(key: string, points: number, windowMs: number, closedMs: number): Promise<Taken> {
    const [isAllowed, retryAfterMs = 0] = await redis.gatehouseTake(key, points, windowMs, closedMs);
    return isAllowed === 1 ? { isAllowed: true } : { isAllowed: false, retryAfterMs: Math.max(1, retryAfterMs) };
  }

  async function slide({ key, limit, windowMs }: Window): Promise<Slid> {
    return toSlid(await redis.gatehouseSlide(key, limit, windowMs));
  }

  async function slideAndRead({ key, limit, windowMs }: Window, keys: readonly string[]): Promise<CountedRead> {
    const read = [key, EPOCH_KEY, ...keys];
    const [isAllowed, remaining, resetMs, isCounted, ...held] = await redis.gatehouseSlideAndRead(
      read.length,
      ...read,
      limit,
      windowMs,
    );
    const found = viewsOf(keys, held);
    return {
      slid: toSlid([isAllowed, remaining, resetMs, isCounted]),
      views: found instanceof Promise ? await found : found,
    };
  }

  return {
    take: (key, rule) => take(key, rule.points, rule.windowMs, rule.closedMs),
    restart: async (key, rule) =>
      void (await redis.set(key, 1, 'PX', rule.points <= 1 ? rule.closedMs : rule.windowMs)),
    giveBack: async (key, rule) => void (await redis.gatehouseGiveBack(key, rule.points, rule.windowMs)),
    clear: async (key) => void (await redis.del(key)),
    slide,
    slideAndRead,
    slideBack: async (key) => void (await redis.lpop(key)),
    ...views,
  };
}
