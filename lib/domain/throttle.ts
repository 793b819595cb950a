import { getEnv } from '@/lib/core/env';
import { Problem } from '@/lib/core/problem';
import { retryAfterSeconds } from '@/lib/core/time';
import type { CachedView, Slid, Store, Window } from '@/lib/infra/store/store';
import { addressBlock } from './address-block';

/** The sliding window of the API throttle, in seconds. */
const WINDOW_SECONDS = 60;

/** What an answer says about the caller's throttle. */
export type Quota = {
  policy: 'person' | 'session' | 'address';
  limit: number;
  windowSeconds: number;
  remaining: number;
  resetSeconds: number;
};

/** What the count said: `refusal` is the `rate_limited` problem when the window was full. */
export type Throttled = { quota: Quota; refusal: Problem | null };

export type Counted = { policy: Quota['policy']; subject: string; limit: number };

/** A person counts wherever they come from. */
export function personCount(userId: string): Counted {
  return { policy: 'person', subject: userId, limit: getEnv().THROTTLE_AUTHENTICATED };
}

/** A session counts for itself where its person must not be kept out by another of theirs. */
export function sessionCount(sessionId: string): Counted {
  return { policy: 'session', subject: sessionId, limit: getEnv().THROTTLE_AUTHENTICATED };
}

/** A stranger counts by address, IPv6 by /64. */
export function addressCount(ip: string): Counted {
  return { policy: 'address', subject: addressBlock(ip), limit: getEnv().THROTTLE_ANONYMOUS };
}

/** The same for asking who is signed in, as every page with `useSession()` does: it must not keep people from signing in. */
export function lookingCount(ip: string): Counted {
  const counted = addressCount(ip);
  return { ...counted, subject: `looking:${counted.subject}` };
}

function windowOf(counted: Counted): Window {
  return {
    key: `throttle:${counted.policy}:${counted.subject}`,
    limit: counted.limit,
    windowMs: WINDOW_SECONDS * 1000,
  };
}

/** Counts one request. */
export async function throttle(store: Store, counted: Counted): Promise<Throttled> {
  return toThrottled(counted, await store.slide(windowOf(counted)));
}

/** Counts one request of somebody whose cached views are wanted with the same step. */
export async function throttleAndRead(
  store: Store,
  counted: Counted,
  keys: readonly string[],
): Promise<{ throttled: Throttled; views: CachedView[] }> {
  const { slid, views } = await store.slideAndRead(windowOf(counted), keys);
  return { throttled: toThrottled(counted, slid), views };
}

function toThrottled({ policy, limit }: Counted, slid: Slid): Throttled {
  const resetSeconds = retryAfterSeconds(slid.resetMs);
  const quota: Quota = { policy, limit, windowSeconds: WINDOW_SECONDS, remaining: slid.remaining, resetSeconds };
  return { quota, refusal: slid.isAllowed ? null : new Problem('rate_limited', { retryAfterSeconds: resetSeconds }) };
}

/** Takes back a request that turned out not to be this person's: a dead token must not use up the living one's share. */
export function uncount(store: Store, counted: Counted): Promise<void> {
  return store.slideBack(windowOf(counted).key);
}
