import { getEnv } from '@/lib/core/env';
import { Problem } from '@/lib/core/problem';
import { retryAfterSeconds } from '@/lib/core/time';
import { count } from '@/lib/infra/metrics';
import type { CachedView, Slid, Store, Window } from '@/lib/infra/store/store';
import { addressBlock } from './address-block';
import { LIMITS } from './limit-table';

/** What an answer says about the caller's throttle. */
export type Quota = {
  policy: 'person' | 'session' | 'pictures' | 'address';
  limit: number;
  windowSeconds: number;
  remaining: number;
  resetSeconds: number;
};

/** What the count said: `refusal` is the row's problem when the window was full. */
export type Throttled = { quota: Quota; isCounted: boolean; refusal: Problem | null };

export type Counted = { policy: Quota['policy']; subject: string; limit: number };

/** The row of a policy: a session, and looking at pictures, counts apart from its person, and like one. */
const ROWS = {
  person: LIMITS['throttle.person'],
  session: LIMITS['throttle.person'],
  pictures: LIMITS['throttle.person'],
  address: LIMITS['throttle.address'],
};

function countFor(policy: Quota['policy'], subject: string): Counted {
  return { policy, subject, limit: getEnv()[ROWS[policy].setting] };
}

/** A person counts wherever they come from. */
export function personCount(userId: string): Counted {
  return countFor('person', userId);
}

/** A session counts for itself where its person must not be kept out by another of theirs. */
export function sessionCount(sessionId: string): Counted {
  return countFor('session', sessionId);
}

/** How many pictures may be seen for each request that may be made: a page of people shows twenty. */
const PICTURES_FOR_ONE = 10;

/** Pictures count apart, so that looking at people does not keep anybody from doing something. */
export function pictureCount(userId: string): Counted {
  const counted = countFor('pictures', userId);
  return { ...counted, limit: counted.limit * PICTURES_FOR_ONE };
}

/** A stranger counts by address, IPv6 by /64. */
export function addressCount(ip: string): Counted {
  return countFor('address', addressBlock(ip));
}

/** The same for asking who is signed in, as every page with `useSession()` does: it must not keep people from signing in. */
export function lookingCount(ip: string): Counted {
  return countFor('address', `looking:${addressBlock(ip)}`);
}

function windowOf({ policy, subject, limit }: Counted): Window {
  return { key: `throttle:${policy}:${subject}`, limit, windowMs: ROWS[policy].windowSeconds * 1000 };
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
  const { windowSeconds, refusal } = ROWS[policy];
  const resetSeconds = retryAfterSeconds(slid.resetMs);
  if (!slid.isAllowed) count('limitHits', { limit: `throttle.${policy === 'session' ? 'person' : policy}` });
  const quota: Quota = { policy, limit, windowSeconds, remaining: slid.remaining, resetSeconds };
  return {
    quota,
    isCounted: slid.isCounted,
    refusal: slid.isAllowed ? null : new Problem(refusal, { retryAfterSeconds: resetSeconds }),
  };
}

/** Takes back a request that turned out not to be this person's: a dead token must not use up the living one's share. */
export function uncount(store: Store, counted: Counted): Promise<void> {
  return store.slideBack(windowOf(counted).key);
}
