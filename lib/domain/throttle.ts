import { getEnv } from '@/lib/core/env';
import { Problem } from '@/lib/core/problem';
import { retryAfterSeconds } from '@/lib/core/time';
import type { Context } from './context';
import { addressBlock } from './address-block';

/** The sliding window of the API throttle, in seconds. */
const WINDOW_SECONDS = 60;

/** What an answer says about the caller's throttle. */
export type Quota = {
  policy: 'person' | 'address';
  limit: number;
  windowSeconds: number;
  remaining: number;
  resetSeconds: number;
};

/**
 * Counts this request for its person, or for its address (IPv6 by /64) when it has none. `quota` goes into the answer's
 * RateLimit headers; `refusal` is the `rate_limited` problem when the window is full.
 */
export async function throttle(ctx: Context): Promise<{ quota: Quota; refusal: Problem | null }> {
  const { THROTTLE_AUTHENTICATED, THROTTLE_ANONYMOUS } = getEnv();
  const policy = ctx.actor ? 'person' : 'address';
  const subject = ctx.actor ? ctx.actor.person.id : addressBlock(ctx.client.ip);
  const limit = ctx.actor ? THROTTLE_AUTHENTICATED : THROTTLE_ANONYMOUS;
  const slid = await ctx.store.slide(`throttle:${policy}:${subject}`, limit, WINDOW_SECONDS * 1000);
  const resetSeconds = retryAfterSeconds(slid.resetMs);
  const quota: Quota = { policy, limit, windowSeconds: WINDOW_SECONDS, remaining: slid.remaining, resetSeconds };
  return { quota, refusal: slid.isAllowed ? null : new Problem('rate_limited', { retryAfterSeconds: resetSeconds }) };
}
