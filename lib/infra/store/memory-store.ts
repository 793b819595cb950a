import { randomToken } from '@/lib/core/random';
import { systemClock, type Clock } from '@/lib/core/time';
import { LEASE_MS, LEASE_PREFIX, type CachedView, type LockoutRule, type Slid, type Store, type Taken } from './store';

/** Above this many keys the expired ones are swept out, so that a flood of strangers cannot fill the memory. */
const SWEEP_EVERY = 10_000;

type Entry<T> = { value: T; expiresAtMs: number };

/** A map whose entries end by themselves. */
function expiringMap<T>(nowMs: () => number) {
  const entries = new Map<string, Entry<T>>();
  let sweepAt = SWEEP_EVERY;
  const sweep = () => {
    for (const [key, entry] of entries) if (entry.expiresAtMs <= nowMs()) entries.delete(key);
    sweepAt = entries.size + SWEEP_EVERY;
  };
  return {
    get(key: string): Entry<T> | undefined {
      const entry = entries.get(key);
      return entry && entry.expiresAtMs > nowMs() ? entry : undefined;
    },
    set(key: string, value: T, expiresAtMs: number): void {
      entries.set(key, { value, expiresAtMs });
      if (entries.size > sweepAt) sweep();
    },
    delete: (key: string) => entries.delete(key),
  };
}

/** The store of a single process. JavaScript runs each method to its end, which is what makes it one step. */
export function createMemoryStore(clock: Clock = systemClock): Store {
  const nowMs = () => clock().getTime();
  const counts = expiringMap<number>(nowMs);
  const windows = expiringMap<number[]>(nowMs);
  const views = expiringMap<string>(nowMs);

  function take(key: string, rule: LockoutRule): Taken {
    const entry = counts.get(key);
    const used = entry?.value ?? 0;
    if (entry && used >= rule.points) return { isAllowed: false, retryAfterMs: entry.expiresAtMs - nowMs() };
    const isLast = used + 1 >= rule.points;
    const endsAtMs = isLast ? nowMs() + rule.closedMs : (entry?.expiresAtMs ?? nowMs() + rule.windowMs);
    counts.set(key, used + 1, endsAtMs);
    return { isAllowed: true };
  }

  function restart(key: string, rule: LockoutRule): void {
    counts.set(key, 1, nowMs() + (rule.points <= 1 ? rule.closedMs : rule.windowMs));
  }

  function giveBack(key: string, rule: LockoutRule): void {
    const entry = counts.get(key);
    if (!entry) return;
    if (entry.value <= 1) counts.delete(key);
    else counts.set(key, entry.value - 1, entry.value >= rule.points ? nowMs() + rule.windowMs : entry.expiresAtMs);
  }

  function slide(key: string, limit: number, windowMs: number): Slid {
    const now = nowMs();
    const times = (windows.get(key)?.value ?? []).filter((time) => time > now - windowMs);
    const isAllowed = times.length < limit;
    if (isAllowed) times.push(now);
    windows.set(key, times, now + windowMs);
    return { isAllowed, remaining: limit - times.length, resetMs: (times[0] ?? now) + windowMs - now };
  }

  function readView(key: string): CachedView {
    const entry = views.get(key);
    if (entry) return entry.value.startsWith(LEASE_PREFIX) ? { busy: true } : { value: entry.value };
    const lease = `${LEASE_PREFIX}${randomToken(128)}`;
    views.set(key, lease, nowMs() + LEASE_MS);
    return { lease };
  }

  function fillView(key: string, lease: string, value: string, ttlMs: number): void {
    if (views.get(key)?.value === lease) views.set(key, value, nowMs() + ttlMs);
  }

  return {
    take: async (key, rule) => take(key, rule),
    restart: async (key, rule) => restart(key, rule),
    giveBack: async (key, rule) => giveBack(key, rule),
    clear: async (key) => void counts.delete(key),
    slide: async (key, limit, windowMs) => slide(key, limit, windowMs),
    slideBack: async (key) => void windows.get(key)?.value.pop(),
    readViews: async (keys) => keys.map(readView),
    fillView: async (key, lease, value, ttlMs) => fillView(key, lease, value, ttlMs),
    dropViews: async (keys) => keys.forEach((key) => void views.delete(key)),
  };
}
