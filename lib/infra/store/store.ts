/** A lockout: `points` tries in a window that starts with the first; the last of them closes the key. */
export type LockoutRule = { points: number; windowMs: number; closedMs: number };

export type Taken = { isAllowed: true } | { isAllowed: false; retryAfterMs: number };

/** A sliding window: at most `limit` requests within `windowMs`. */
export type Window = { key: string; limit: number; windowMs: number };

/**
 * One request against a sliding window; `resetMs` is when the oldest counted one leaves it. What is refused is not counted,
 * nor what comes with a view that says null.
 */
export type Slid = { isAllowed: boolean; isCounted: boolean; remaining: number; resetMs: number };

/** What the instances count together. Each is one atomic step. */
export type Counters = {
  /** Counts one try before it is judged. */
  take(key: string, rule: LockoutRule): Promise<Taken>;
  /** Begins anew with one try counted, whatever was before. */
  restart(key: string, rule: LockoutRule): Promise<void>;
  /** Returns a try that turned out to be right, opening the key again if that try had closed it. */
  giveBack(key: string, rule: LockoutRule): Promise<void>;
  /** Forgets the tries of a key. */
  clear(key: string): Promise<void>;
  /** Counts one request in an exact sliding window; a refused one is not counted. */
  slide(window: Window): Promise<Slid>;
  /** Takes back the newest counted request of a sliding window. */
  slideBack(key: string): Promise<void>;
};

/**
 * A cached view: there (`value`), to be filled by whoever holds the `lease`, or in somebody else's hands (`busy`: load it
 * and leave the cache alone).
 */
export type CachedView = { value: string } | { lease: string } | { busy: true };

/**
 * Views of what PostgreSQL knows. A change holds the views it touches before it commits and releases them afterwards:
 * meanwhile everybody loads, and nothing is filled, so that what was loaded before a change is never cached after it,
 * also when whoever made the change dies in between.
 */
export type Views = {
  readViews(keys: readonly string[]): Promise<CachedView[]>;
  /** Fills a view, if the lease still holds. */
  fillView(key: string, lease: string, value: string): Promise<void>;
  /** True: nobody, on any instance, sees a view of these until they are released. False: others have to be told. */
  holdViews(keys: readonly string[], hold: string): Promise<boolean>;
  /** Ends one's own hold; that of another change stays. */
  releaseViews(keys: readonly string[], hold: string): Promise<void>;
  /** Makes every view that was filled before this moment void. */
  renewViews(): Promise<void>;
};

/**
 * What stands before every signed-in request, in one step: one more in its sliding window, and the views it needs. Nothing is
 * counted when the first of them says null: a session that is over must not use up the share of its person.
 */
export type CountedRead = { slid: Slid; views: CachedView[] };

/** Counters and views: nothing in it is the truth of anything; all of it may vanish at any moment. */
export type Store = Counters & Views & { slideAndRead(window: Window, keys: readonly string[]): Promise<CountedRead> };

/** In the place of a key: every view there is. Where it is told that they change, all of them are loaded for a while. */
export const EVERY_VIEW = '*';

/** A view lives no longer than this, in milliseconds, whatever is missed. */
export const VIEW_TTL_MS = 60_000;
/** How long a reader may take to fill a view before another may try, in milliseconds. */
export const LEASE_MS = 5_000;
/** A hold outlives every transaction (Prisma ends one after 5 s), so that none is released by its age, in milliseconds. */
export const HOLD_MS = 30_000;

export const BUSY: CachedView = { busy: true };
