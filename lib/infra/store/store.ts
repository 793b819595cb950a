/** A lockout: `points` tries in a window that starts with the first; the last of them closes the key. */
export type LockoutRule = { points: number; windowMs: number; closedMs: number };

export type Taken = { isAllowed: true } | { isAllowed: false; retryAfterMs: number };

/** One request against a sliding window; `resetMs` is when the oldest counted one leaves it. */
export type Slid = { isAllowed: boolean; remaining: number; resetMs: number };

/**
 * A cached view: there (`value`), to be filled by whoever holds the `lease`, or being filled by somebody else (neither:
 * load it and leave the cache alone). A drop voids the lease, so that what was loaded before a change can never be
 * written after it.
 */
export type CachedView = { value: string } | { lease: string } | { busy: true };

/**
 * What the instances share: counters and cached views. Nothing in it is the truth of anything; all of it may vanish
 * at any moment. Whatever counts or changes is one atomic step.
 */
export type Store = {
  /** Counts one try before it is judged. */
  take(key: string, rule: LockoutRule): Promise<Taken>;
  /** Begins anew with one try counted, whatever was before. */
  restart(key: string, rule: LockoutRule): Promise<void>;
  /** Returns a try that turned out to be right, opening the key again if that try had closed it. */
  giveBack(key: string, rule: LockoutRule): Promise<void>;
  /** Forgets the tries of a key. */
  clear(key: string): Promise<void>;
  /** Counts one request in an exact sliding window; a refused one is not counted. */
  slide(key: string, limit: number, windowMs: number): Promise<Slid>;
  /** Takes back the newest counted request of a sliding window. */
  slideBack(key: string): Promise<void>;
  readViews(keys: readonly string[]): Promise<CachedView[]>;
  fillView(key: string, lease: string, value: string, ttlMs: number): Promise<void>;
  dropViews(keys: readonly string[]): Promise<void>;
};

/** How long a reader may take to fill a view before another may try, in milliseconds. */
export const LEASE_MS = 5_000;
export const LEASE_PREFIX = 'lease:';

/** A view outlives a missed drop by no more than this, in milliseconds. */
export const VIEW_TTL_MS = 60_000;
