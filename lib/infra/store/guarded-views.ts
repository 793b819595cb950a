import { BUSY, EVERY_VIEW, LEASE_MS, VIEW_TTL_MS, type CachedView, type Store } from './store';

/** How soon trust that could not be won is tried for again, in milliseconds. */
const AGAIN_AFTER_MS = 250;

/** What has to be there before a cached view is believed. */
type Ground = 'feed' | 'redis';

export type GuardedStore = Store & {
  /** A ground is gone: every view is loaded until it is back. */
  lose: (ground: Ground) => void;
  /** A ground is there. With the last one all that was cached before becomes void, and then views are used again. */
  regain: (ground: Ground) => void;
  /**
   * Redis was silent, and a change may have been made without it meanwhile. What it holds of before becomes void before
   * anything is believed again, whether or not the feed has told by then.
   */
  doubt: () => void;
  /** A change that could not hold these views told so: whatever is cached of them is not believed until it has ended. */
  distrust: (keys: readonly string[]) => void;
};

/** The keys that another process said it changed, for as long as an old view of them may be about. */
function distrustedViews() {
  const endsAtMs = new Map<string, number>();

  function isMarked(key: string): boolean {
    const end = endsAtMs.get(key);
    if (end === undefined) return false;
    if (end > Date.now()) return true;
    endsAtMs.delete(key);
    return false;
  }

  return {
    isNone: () => endsAtMs.size === 0,
    has: (key: string) => isMarked(key) || isMarked(EVERY_VIEW),
    add: (keys: readonly string[]) => {
      const now = Date.now();
      for (const [key, end] of endsAtMs) if (end <= now) endsAtMs.delete(key);
      // Whoever was loading when the change was told may fill as long as a lease lasts.
      for (const key of keys) endsAtMs.set(key, now + LEASE_MS + VIEW_TTL_MS);
    },
  };
}

/**
 * Whether cached views may be believed: every ground is there, and whatever was cached before was made void. One that is
 * lost ends the round; what an earlier round comes to is not heard any more.
 */
function trustIn(store: Store, grounds: readonly Ground[]) {
  const lacking = new Set<Ground>(grounds);
  let isWon = false;
  let isDoubted = false;
  let round = 0;

  async function win(): Promise<void> {
    const own = (round += 1);
    const isRenewed = await store.renewViews().then(
      () => true,
      () => false,
    );
    if (own !== round || lacking.size > 0) return;
    if (isRenewed) isWon = true;
    else setTimeout(() => own === round && void win(), AGAIN_AFTER_MS).unref();
  }

  function withdraw(): void {
    isWon = false;
    round += 1;
  }

  return {
    isWon: () => isWon,
    lose: (ground: Ground) => {
      lacking.add(ground);
      withdraw();
    },
    regain: (ground: Ground) => {
      if (lacking.delete(ground) && lacking.size === 0) void win();
    },
    /** However many attempts fail in one turn of the event loop, one new epoch is behind all of them. */
    doubt: () => {
      withdraw();
      if (isDoubted) return;
      isDoubted = true;
      setImmediate(() => {
        isDoubted = false;
        if (lacking.size === 0) void win();
      });
    },
  };
}

/**
 * Views that are believed only while a change anywhere would be noticed here: in the cache itself, or by the feed of
 * changes. A process that has just come, that lost Redis (which may be back with an older state) or the feed (which may
 * have told of a change meanwhile) begins with nothing.
 */
export function guardViews(store: Store, grounds: readonly Ground[]): GuardedStore {
  const { isWon, ...trust } = trustIn(store, grounds);
  const distrusted = distrustedViews();

  function believed(keys: readonly string[], views: CachedView[]): CachedView[] {
    if (!isWon()) return keys.map(() => BUSY);
    return distrusted.isNone() ? views : views.map((view, n) => (distrusted.has(keys[n] ?? '') ? BUSY : view));
  }

  return {
    ...store,
    ...trust,
    readViews: async (keys) => (isWon() ? believed(keys, await store.readViews(keys)) : keys.map(() => BUSY)),
    slideAndRead: async (window, keys) => {
      const { slid, views } = await store.slideAndRead(window, keys);
      return { slid, views: believed(keys, views) };
    },
    fillView: async (key, lease, value) => {
      if (isWon() && !distrusted.has(key)) await store.fillView(key, lease, value);
    },
    renewViews: async () => {
      try {
        await store.renewViews();
      } catch (error) {
        trust.doubt();
        throw error;
      }
    },
    distrust: distrusted.add,
  };
}
