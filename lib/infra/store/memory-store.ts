import { randomToken } from '@/lib/core/random';
import { systemClock, type Clock } from '@/lib/core/time';
import { expiringMap } from './expiring-map';
import { BUSY, EVERY_VIEW, HOLD_MS, LEASE_MS, VIEW_TTL_MS, type CachedView, type LockoutRule } from './store';
import type { Slid, Store, Taken, Views, Window } from './store';

/**
 * The bound of each map of counts, so that a flood of addresses cannot fill the memory (about 35 MB a map). Whatever is
 * counted most stays: who is close to a limit is not forgotten for strangers who were seen once.
 */
const MOST_COUNTS = 100_000;

const UNCOUNTED: Slid = { isAllowed: true, isCounted: false, remaining: 0, resetMs: 0 };

/** The store of a single process. JavaScript runs each method to its end, which is what makes it one step. */
export function createMemoryStore(clock: Clock = systemClock): Store & LocalViews {
  const nowMs = () => clock().getTime();
  const { slide, ...windows } = memoryWindows(nowMs);
  const views = memoryViews(nowMs);
  return {
    ...memoryLockouts(nowMs),
    ...windows,
    slide,
    slideAndRead: async (window, keys) => {
      const read = await views.readViews(keys);
      const isNobodys = read[0] !== undefined && 'value' in read[0] && read[0].value === 'null';
      return { slid: isNobodys ? UNCOUNTED : await slide(window), views: read };
    },
    ...views,
  };
}

function memoryLockouts(nowMs: () => number): Pick<Store, 'take' | 'restart' | 'giveBack' | 'clear'> {
  const byUsed = { nowMs, most: MOST_COUNTS, weightOf: (used: number) => used };
  const open = expiringMap(byUsed);
  // Apart, so that no flood of tries displaces what is closed, such as a captcha's answer that may pass but once.
  const closed = expiringMap(byUsed);

  function keep(key: string, rule: LockoutRule, used: number, endsAtMs = nowMs() + rule.windowMs): void {
    const isClosed = used >= rule.points;
    (isClosed ? open : closed).delete(key);
    if (isClosed) closed.set(key, used, nowMs() + rule.closedMs);
    else open.set(key, used, endsAtMs);
  }

  function clear(key: string): void {
    open.delete(key);
    closed.delete(key);
  }

  function take(key: string, rule: LockoutRule): Taken {
    const shut = closed.get(key);
    if (shut) return { isAllowed: false, retryAfterMs: shut.expiresAtMs - nowMs() };
    const entry = open.get(key);
    keep(key, rule, (entry?.value ?? 0) + 1, entry?.expiresAtMs);
    return { isAllowed: true };
  }

  function giveBack(key: string, rule: LockoutRule): void {
    const shut = closed.get(key);
    const used = (shut ?? open.get(key))?.value ?? 0;
    if (used <= 1) clear(key);
    else keep(key, rule, used - 1, shut ? undefined : open.get(key)?.expiresAtMs);
  }

  return {
    take: async (key, rule) => take(key, rule),
    restart: async (key, rule) => keep(key, rule, 1),
    giveBack: async (key, rule) => giveBack(key, rule),
    clear: async (key) => clear(key),
  };
}

function memoryWindows(nowMs: () => number): Pick<Store, 'slide' | 'slideBack'> {
  const windows = expiringMap<number[]>({ nowMs, most: MOST_COUNTS, weightOf: (times) => times.length });

  function slide({ key, limit, windowMs }: Window): Slid {
    const now = nowMs();
    const times = (windows.get(key)?.value ?? []).filter((time) => time > now - windowMs);
    const isAllowed = times.length < limit;
    if (isAllowed) times.push(now);
    windows.set(key, times, now + windowMs);
    return {
      isAllowed,
      isCounted: isAllowed,
      remaining: limit - times.length,
      resetMs: (times[0] ?? now) + windowMs - now,
    };
  }

  return {
    slide: async (window) => slide(window),
    slideBack: async (key) => void windows.get(key)?.value.pop(),
  };
}

type LocalViews = Views & { dropViews: (keys: readonly string[]) => void };

type HeldView = { value: string } | { lease: string } | { hold: string };

/** Other processes are not reached from here: every hold answers false, and what they change is dropped when they tell. */
function memoryViews(nowMs: () => number): LocalViews {
  let views = expiringMap<HeldView>({ nowMs });

  function readView(key: string): CachedView {
    const held = views.get(key)?.value;
    if (held) return 'value' in held ? held : BUSY;
    const lease = randomToken(128);
    views.set(key, { lease }, nowMs() + LEASE_MS);
    return { lease };
  }

  function fillView(key: string, lease: string, value: string): void {
    const held = views.get(key)?.value;
    if (held && 'lease' in held && held.lease === lease) views.set(key, { value }, nowMs() + VIEW_TTL_MS);
  }

  function releaseView(key: string, hold: string): void {
    const held = views.get(key)?.value;
    if (held && !('hold' in held && held.hold !== hold)) views.delete(key);
  }

  return {
    readViews: async (keys) => keys.map(readView),
    fillView: async (key, lease, value) => fillView(key, lease, value),
    holdViews: async (keys, hold) => {
      for (const key of keys) views.set(key, { hold }, nowMs() + HOLD_MS);
      return false;
    },
    releaseViews: async (keys, hold) => keys.forEach((key) => releaseView(key, hold)),
    renewViews: async () => void (views = expiringMap({ nowMs })),
    dropViews: (keys) => {
      if (keys.includes(EVERY_VIEW)) views = expiringMap({ nowMs });
      for (const key of keys) views.delete(key);
    },
  };
}
