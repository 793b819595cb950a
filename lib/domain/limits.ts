import { getEnv } from '@/lib/core/env';
import { keyedHash } from '@/lib/core/keyed-hash';
import { Problem } from '@/lib/core/problem';
import { retryAfterSeconds } from '@/lib/core/time';
import type { ProblemCode } from '@/lib/shared/problems';
import type { LockoutRule, Store } from '@/lib/infra/store/store';

type Row = {
  /** Tries that are judged; the next one is refused. */
  points: number;
  windowSeconds: number;
  /** How long the last try closes the key, for right and wrong alike. */
  closedSeconds: number;
  refusal: ProblemCode;
};

const MINUTE = 60;
const HOUR = 60 * MINUTE;

/**
 * The lockouts, one row each. Every count is taken before the secret is judged; those of wrong secrets are given back
 * when it turns out right.
 */
export const LOCKOUTS = {
  /** Wrong activation codes, per account: closed to the right code too. */
  'activation.account': {
    points: 5,
    windowSeconds: 10 * MINUTE,
    closedSeconds: 10 * MINUTE,
    refusal: 'too_many_attempts',
  },
  /** Mails with a code, per account: the gap between two. */
  'resend.gap': {
    points: 1,
    windowSeconds: MINUTE,
    closedSeconds: MINUTE,
    refusal: 'too_many_attempts',
  },
  /** Mails with a code, per account: registration's own is among them. */
  'resend.account': {
    points: 5,
    windowSeconds: HOUR,
    closedSeconds: HOUR,
    refusal: 'too_many_attempts',
  },
  /** Wrong passwords, per account and address. */
  'login.account_address': {
    points: 5,
    windowSeconds: 15 * MINUTE,
    closedSeconds: 15 * MINUTE,
    refusal: 'too_many_attempts',
  },
  /** Wrong passwords, per account over all addresses: a captcha, never a lock that a stranger can trigger. */
  'login.account': {
    points: 20,
    windowSeconds: HOUR,
    closedSeconds: HOUR,
    refusal: 'captcha_required',
  },
  /** Wrong passwords, per address. */
  'login.address': {
    points: 100,
    windowSeconds: HOUR,
    closedSeconds: HOUR,
    refusal: 'too_many_attempts',
  },
  /** Registrations, per address. */
  'register.address': {
    points: 10,
    windowSeconds: HOUR,
    closedSeconds: HOUR,
    refusal: 'too_many_attempts',
  },
  /** Requests for a reset link, per e-mail address, existing or not. */
  'reset.email': {
    points: 3,
    windowSeconds: 15 * MINUTE,
    closedSeconds: 15 * MINUTE,
    refusal: 'too_many_attempts',
  },
  /** Requests for a reset link, per address. */
  'reset.request_address': {
    points: 10,
    windowSeconds: HOUR,
    closedSeconds: HOUR,
    refusal: 'too_many_attempts',
  },
  /** Links to set a password that lead nowhere, per address. */
  'reset.address': {
    points: 10,
    windowSeconds: 10 * MINUTE,
    closedSeconds: 10 * MINUTE,
    refusal: 'too_many_attempts',
  },
} as const satisfies Record<string, Row>;

export type LockoutName = keyof typeof LOCKOUTS;

function ruleOf(name: LockoutName): LockoutRule {
  const toMs = (seconds: number) => Math.ceil(seconds * 1000 * getEnv().LOCKOUT_SECONDS_SCALE);
  const row = LOCKOUTS[name];
  return { points: row.points, windowMs: toMs(row.windowSeconds), closedMs: toMs(row.closedSeconds) };
}

/** The key of a count. What identifies the person is hashed, so that no key holds an e-mail address. */
function keyOf(name: LockoutName, subject: string): string {
  return `limit:${name}:${keyedHash('limit-key', subject).toString('base64url')}`;
}

/** Counts one try; throws the row's refusal with `retryAfterSeconds` when the key is closed. */
export async function takeAttempt(store: Store, name: LockoutName, subject: string): Promise<void> {
  const taken = await store.take(keyOf(name, subject), ruleOf(name));
  if (taken.isAllowed) return;
  throw new Problem(LOCKOUTS[name].refusal, { retryAfterSeconds: retryAfterSeconds(taken.retryAfterMs) });
}

/** Returns a try that turned out to be right. */
export async function giveBackAttempt(store: Store, name: LockoutName, subject: string): Promise<void> {
  await store.giveBack(keyOf(name, subject), ruleOf(name));
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
  await store.restart(keyOf('resend.gap', email), ruleOf('resend.gap'));
  const { isAllowed } = await store.take(keyOf('resend.account', email), ruleOf('resend.account'));
  return isAllowed;
}

/** Counts one more mail; throws `too_many_attempts` when it comes too soon or is one too many. */
export async function takeResend(store: Store, email: string): Promise<void> {
  await takeAttempt(store, 'resend.gap', email);
  await takeAttempt(store, 'resend.account', email);
}
