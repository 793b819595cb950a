import { keyedHash } from '@/lib/core/keyed-hash';
import { Problem } from '@/lib/core/problem';
import { retryAfterSeconds } from '@/lib/core/time';
import type { Context } from './context';

const HOUR_MS = 60 * 60 * 1000;

/** Of one address, whoever acts and whose account it is by then: people can be invited and deleted in turns. */
const AN_HOUR_TO_ONE = { points: 5, windowMs: HOUR_MS, closedMs: HOUR_MS };

/**
 * Counts a link that somebody in charge has mailed to an address. Throws `too_many_attempts`: five an hour are enough for
 * whoever means well, and no mailbox can be flooded in our name.
 */
export async function countLinkMail({ store }: Pick<Context, 'store'>, email: string): Promise<void> {
  const key = keyedHash('limit-key', email).toString('base64url');
  const taken = await store.take(`link-mailed:${key}`, AN_HOUR_TO_ONE);
  if (taken.isAllowed) return;
  throw new Problem('too_many_attempts', {
    detail: 'This address has been sent several links within the hour. Wait before you send another.',
    retryAfterSeconds: retryAfterSeconds(taken.retryAfterMs),
  });
}
