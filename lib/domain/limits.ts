import { getEnv } from '@/lib/core/env';
import { keyedHash } from '@/lib/core/keyed-hash';
import { Problem } from '@/lib/core/problem';
import { retryAfterSeconds } from '@/lib/core/time';
import { count } from '@/lib/infra/metrics';
import type { LockoutRule, Store } from '@/lib/infra/store/store';
import { LIMITS, type LockoutName } from './limit-table';

/** The rule of a row, with the seconds that the settings make of its own. @internal */
export function lockoutRule(name: LockoutName): LockoutRule {
  const toMs = (seconds: number) => Math.ceil(seconds * 1000 * getEnv().LOCKOUT_SECONDS_SCALE);
  const { points, windowSeconds, closedSeconds } = LIMITS[name];
  return { points, windowMs: toMs(windowSeconds), closedMs: toMs(closedSeconds) };
}

/** The key of a count. What identifies the person is hashed, so that no key holds an e-mail address. */
function keyOf(name: LockoutName, subject: string): string {
  return `limit:${name}:${keyedHash('limit-key', subject).toString('base64url')}`;
}

/** A row and whose count of it. */
export type Count = readonly [name: LockoutName, subject: string];

/** Throws the row's refusal when the key is closed, with `retryAfterSeconds` where waiting opens it. */
async function takeAttempt(store: Store, [name, subject]: Count): Promise<void> {
  const taken = await store.take(keyOf(name, subject), lockoutRule(name));
  if (taken.isAllowed) return;
  count('limitHits', { limit: name });
  const { refusal } = LIMITS[name];
  // Whoever is asked for a captcha has nothing to wait for.
  const onRecord = { lockout: { name, subject } };
  if (refusal === 'captcha_required') throw new Problem(refusal, { onRecord });
  throw new Problem(refusal, { retryAfterSeconds: retryAfterSeconds(taken.retryAfterMs), onRecord });
}

/** May let a refusal pass by returning; throws it, or another, when it does not. */
type Appeal = (refusal: unknown) => Promise<void>;

/**
 * Counts one try, in one count or in several, all or nothing: what one of them refuses is not judged, so the others get
 * theirs back. Returns those that were taken; a refusal that an `appeal` let pass is not among them.
 */
export async function takeAttempts(store: Store, counts: readonly Count[], appeal?: Appeal): Promise<Count[]> {
  const taken: Count[] = [];
  try {
    for (const count of counts) {
      if (await takeOrAppeal(store, count, appeal)) taken.push(count);
    }
    return taken;
  } catch (refusal) {
    await giveBackAttempts(store, taken);
    throw refusal;
  }
}

/** False when an appeal let a refusal pass. */
async function takeOrAppeal(store: Store, count: Count, appeal: Appeal | undefined): Promise<boolean> {
  try {
    await takeAttempt(store, count);
    return true;
  } catch (refusal) {
    if (!appeal) throw refusal;
    await appeal(refusal);
    return false;
  }
}

async function giveBackAttempts(store: Store, taken: readonly Count[]): Promise<void> {
  await Promise.all(taken.map(([name, subject]) => giveBackAttempt(store, name, subject)));
}

/**
 * Does what was counted. What there was no room for (`service_unavailable`, the queue for hashes is full) was not judged
 * and counts for nobody: a storm of sign-ins must not close people out. Any other failure stays counted.
 */
export async function judgeCounted<T>(store: Store, taken: readonly Count[], judge: () => Promise<T>): Promise<T> {
  try {
    return await judge();
  } catch (error) {
    if (error instanceof Problem && error.code === 'service_unavailable') await giveBackAttempts(store, taken);
    throw error;
  }
}

/** Returns a try that turned out to be right. */
export async function giveBackAttempt(store: Store, name: LockoutName, subject: string): Promise<void> {
  await store.giveBack(keyOf(name, subject), lockoutRule(name));
}

/** Forgets the tries of a subject. */
export async function clearAttempts(store: Store, name: LockoutName, subject: string): Promise<void> {
  await store.clear(keyOf(name, subject));
}

/**
 * Counts registration's own mail: it starts the gap anew and is one of the hour's. False when the hour's are used up:
 * then no mail goes out, and the answer stays the same.
 */
export async function startResendCount(store: Store, email: string): Promise<boolean> {
  await store.restart(keyOf('resend.gap', email), lockoutRule('resend.gap'));
  const { isAllowed } = await store.take(keyOf('resend.account', email), lockoutRule('resend.account'));
  return isAllowed;
}
