import type { Redis } from 'ioredis';
import { randomToken } from '@/lib/core/random';
import { BUSY, HOLD_MS, LEASE_MS, VIEW_TTL_MS, type CachedView, type Views } from './store';

/**
 * A key of a view holds one of three things: `view:{epoch}:{value}`, `lease:{token}` or `hold:{token}`. A view of
 * another epoch than the one that EPOCH_KEY names is as none: writing a new epoch voids every view at once.
 */
export const EPOCH_KEY = 'view-epoch';

/** KEYS[1]; ARGV epoch, token, leaseMs. Answers 1 to the one reader that may fill the view. */
const CLAIM = `
local held = redis.call('GET', KEYS[1])
if held then
  if string.sub(held, 1, 5) ~= 'view:' then return 0 end
  local current = 'view:' .. ARGV[1] .. ':'
  if string.sub(held, 1, #current) == current then return 0 end
end
redis.call('SET', KEYS[1], 'lease:' .. ARGV[2], 'PX', ARGV[3])
return 1`;

/** KEYS[1]; ARGV token, view, ttlMs. */
const FILL = `
if redis.call('GET', KEYS[1]) == 'lease:' .. ARGV[1] then redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3]) end
return 1`;

/** KEYS; ARGV token. Deletes whatever is there but for another change's hold. */
const RELEASE = `
for _, key in ipairs(KEYS) do
  local held = redis.call('GET', key)
  if held and (string.sub(held, 1, 5) ~= 'hold:' or held == 'hold:' .. ARGV[1]) then redis.call('DEL', key) end
end
return 1`;

/** The scripts as ioredis adds them to a client. */
type Scripts = {
  gatehouseClaimView(key: string, epoch: string, token: string, leaseMs: number): Promise<number>;
  gatehouseFillView(key: string, token: string, view: string, ttlMs: number): Promise<unknown>;
  gatehouseReleaseViews(count: number, ...keysAndToken: string[]): Promise<unknown>;
};

function withScripts(redis: Redis): Redis & Scripts {
  redis.defineCommand('gatehouseClaimView', { numberOfKeys: 1, lua: CLAIM });
  redis.defineCommand('gatehouseFillView', { numberOfKeys: 1, lua: FILL });
  redis.defineCommand('gatehouseReleaseViews', { lua: RELEASE });
  return redis as Redis & Scripts;
}

/** What the key of the epoch holds, and what those of the views hold. */
type Held = (string | null)[];
type ViewsOf = (keys: readonly string[], held: Held) => CachedView[] | Promise<CachedView[]>;

/** The views that instances share. Reading what is there is one command, whatever the number of keys. */
export function redisViews(client: Redis): Views & { viewsOf: ViewsOf } {
  const redis = withScripts(client);

  async function claim(key: string, epoch: string): Promise<CachedView> {
    const token = randomToken(128);
    const isMine = await redis.gatehouseClaimView(key, epoch, token, LEASE_MS);
    return isMine === 1 ? { lease: `${epoch}:${token}` } : BUSY;
  }

  /** A new or flushed Redis. Whoever comes first names the epoch; nothing of before is left to be void. */
  async function beginEpoch(): Promise<void> {
    await redis.set(EPOCH_KEY, randomToken(128), 'NX');
  }

  /** What the epoch and these keys hold, as views. A promise only where there is something to be done about it. */
  function viewsOf(keys: readonly string[], [epoch, ...held]: Held): CachedView[] | Promise<CachedView[]> {
    if (epoch == null) return beginEpoch().then(() => keys.map(() => BUSY));
    const prefix = `view:${epoch}:`;
    const views = held.map((found) => (found?.startsWith(prefix) ? { value: found.slice(prefix.length) } : null));
    if (views.every((view) => view !== null)) return views;
    const isFree = (found: string | null | undefined) => found == null || found.startsWith('view:');
    return Promise.all(
      keys.map(async (key, index) => views[index] ?? (isFree(held[index]) ? claim(key, epoch) : BUSY)),
    );
  }

  async function fillView(key: string, lease: string, value: string): Promise<void> {
    // What was leased under one epoch is filled under it: if that has ended meanwhile, the view is void from the start.
    const [epoch = '', token = ''] = lease.split(':');
    await redis.gatehouseFillView(key, token, `view:${epoch}:${value}`, VIEW_TTL_MS);
  }

  return {
    viewsOf,
    readViews: async (keys) => viewsOf(keys, await redis.mget(EPOCH_KEY, ...keys)),
    fillView,
    holdViews: async (keys, hold) => {
      await Promise.all(keys.map((key) => redis.set(key, `hold:${hold}`, 'PX', HOLD_MS)));
      return true;
    },
    releaseViews: async (keys, hold) => void (await redis.gatehouseReleaseViews(keys.length, ...keys, hold)),
    renewViews: async () => void (await redis.set(EPOCH_KEY, randomToken(128))),
  };
}
