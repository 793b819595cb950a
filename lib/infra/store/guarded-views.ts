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
  /** A change that could not hold these views told so: whatever is cached of them is not believed until it has ended. */
  distrust: (keys: readonly string[]) => void;
};

/**
 * Views that are believed only while a change anywhere would be noticed here: in the cache itself, or by the feed of
 * changes. A process that has just come, that lost Redis (which may be back with an older state) or the feed (which may
 * have told of a change meanwhile) begins with nothing.
 */
export function guardViews(store: Store, grounds: readonly Ground[]): GuardedStore {
  const lacking = new Set<Ground>(grounds);
  const distrusted = new Map<string, number>();
  let isTrusted = false;
  let round = 0;

  async function winTrust(): Promise<void> {
    const own = (round += 1);
    const isRenewed = await store.renewViews().then(
      () => true,
      () => false,
    );
    // A ground that was lost meanwhile began another round.
    if (own !== round || lacking.size > 0) return;
    if (isRenewed) isTrusted = true;
    else setTimeout(() => own === round && void winTrust(), AGAIN_AFTER_MS).unref();
  }

  function isDistrusted(key: string): boolean {
    return isMarked(key) || isMarked(EVERY_VIEW);
  }

  function isMarked(key: string): boolean {
    const endsAtMs = distrusted.get(key);
    if (endsAtMs === undefined) return false;
    if (endsAtMs > Date.now()) return true;
    distrusted.delete(key);
    return false;
  }

  function believed(keys: readonly string[], views: CachedView[]): CachedView[] {
    if (!isTrusted) return keys.map(() => BUSY);
    return distrusted.size === 0 ? views : views.map((view, n) => (isDistrusted(keys[n] ?? '') ? BUSY : view));
  }

  return {
    ...store,
    readViews: async (keys) => (isTrusted ? believed(keys, await store.readViews(keys)) : keys.map(() => BUSY)),
    slideAndRead: async (window, keys) => {
      const { slid, views } = await store.slideAndRead(window, keys);
      return { slid, views: believed(keys, views) };
    },
    fillView: async (key, lease, value) => {
      if (isTrusted && !isDistrusted(key)) await store.fillView(key, lease, value);
    },
    lose: (ground) => {
      lacking.add(ground);
      isTrusted = false;
      round += 1;
    },
    regain: (ground) => {
      if (lacking.delete(ground) && lacking.size === 0) void winTrust();
    },
    distrust: (keys) => {
      const now = Date.now();
      for (const [key, endsAtMs] of distrusted) if (endsAtMs <= now) distrusted.delete(key);
      // Whoever was loading when the change was told may fill as long as a lease lasts.
      for (const key of keys) distrusted.set(key, now + LEASE_MS + VIEW_TTL_MS);
    },
  };
}
