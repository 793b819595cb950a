import { VIEW_TTL_MS } from './store';

/** How soon a drop that failed is tried again, in milliseconds. */
const AGAIN_AFTER_MS = 250;

type Drop = (keys: readonly string[]) => Promise<void>;

/**
 * Drops views, and goes on trying where the store does not answer: a store that only paused still has them when it is
 * back. After VIEW_TTL_MS they have ended by themselves. The first try is awaited; it never throws.
 */
export function persistently(drop: Drop, onFailure: (error: unknown) => void): Drop {
  const pending = new Map<string, number>();
  let timer: NodeJS.Timeout | undefined;

  async function attempt(keys: readonly string[]): Promise<void> {
    try {
      await drop(keys);
      for (const key of keys) pending.delete(key);
    } catch (error) {
      onFailure(error);
      timer ??= setTimeout(again, AGAIN_AFTER_MS).unref();
    }
  }

  function again(): void {
    timer = undefined;
    for (const [key, endsAtMs] of pending) if (endsAtMs <= Date.now()) pending.delete(key);
    if (pending.size > 0) void attempt([...pending.keys()]);
  }

  return async (keys) => {
    if (keys.length === 0) return;
    for (const key of keys) pending.set(key, Date.now() + VIEW_TTL_MS);
    await attempt(keys);
  };
}
