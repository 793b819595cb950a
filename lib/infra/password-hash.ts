import { availableParallelism } from 'node:os';
import { setTimeout as rest } from 'node:timers/promises';
import { timingSafeEqual } from 'node:crypto';
import { hash } from '@node-rs/argon2';
import pLimit, { type LimitFunction } from 'p-limit';
import { Problem } from '@/lib/core/problem';
import { FOREIGN_FORMS } from './foreign-hashes';

/** Argon2id (the library's own default), t=2, m=19 MiB, p=1: OWASP ASVS 5.0 appendix C. */
const ARGON2ID = { timeCost: 2, memoryCost: 19 * 1024, parallelism: 1 };
const SALT_BYTES = 16;
/** The form of what {@link hashSecret} makes. */
const OWN_FORM = /^\$argon2id\$v=19\$m=19456,t=2,p=1\$([A-Za-z0-9+/]{22})\$[A-Za-z0-9+/]{43}$/;

/** Who would have to wait behind this many others is told to come back instead. */
const MAX_WAITING = 256;
/**
 * One core stays free for everything that is not a sign-in, and one of the four threads on which Node also reads files
 * and looks up names.
 */
const AT_ONCE = Math.max(1, Math.min(availableParallelism() - 1, 3));

// Routes and pages are bundled apart but share the process: a module-level variable would be one queue each.
const PROCESS_QUEUE = Symbol.for('gatehouse.password-queue');
const processWide = globalThis as { [PROCESS_QUEUE]?: LimitFunction };

/**
 * Runs native work off the main thread when its turn comes. While others are waiting, each turn is followed by a rest
 * as long as itself: a storm of sign-ins takes half a core, and what it does besides (PostgreSQL, answers) half as
 * much. Throws `service_unavailable` when too many are waiting.
 */
async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  const queue = (processWide[PROCESS_QUEUE] ??= pLimit(AT_ONCE));
  if (queue.pendingCount >= MAX_WAITING) throw new Problem('service_unavailable', { retryAfterSeconds: 5 });
  return new Promise((resolve, reject) => {
    void queue(async () => {
      const startedAt = performance.now();
      // Not all that can go wrong comes as a rejection: native code throws at what it cannot read.
      await Promise.resolve().then(work).then(resolve, reject);
      if (queue.pendingCount > 0) await rest(performance.now() - startedAt);
    });
  });
}

/** A PHC string of `secret`; with `salt` (16 bytes) the same secret gives the same string. */
export function hashSecret(secret: string, salt?: Buffer): Promise<string> {
  return inTurn(() => hash(secret, { ...ARGON2ID, ...(salt && { salt: salt.subarray(0, SALT_BYTES) }) }));
}

/**
 * Hashes `secret` the way `stored` was hashed, for comparison; with `otherSalt` when there is nothing to compare with.
 */
export function hashLike(secret: string, stored: string | null, otherSalt: Buffer): Promise<string> {
  const salt = OWN_FORM.exec(stored ?? '')?.[1];
  return hashSecret(secret, salt === undefined ? otherSalt : Buffer.from(salt, 'base64'));
}

/** Compares in constant time. */
export function isSameHash(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}

/** Whether `stored` was made here, with `salt`. */
export function isSaltedWith(stored: string, salt: Buffer): boolean {
  const own = OWN_FORM.exec(stored)?.[1];
  return own !== undefined && salt.subarray(0, SALT_BYTES).equals(Buffer.from(own, 'base64'));
}

/** A hash to be replaced when its secret is typed: made elsewhere, or here at another cost. */
export type OutdatedHash = { stored: string; verify: (secret: string) => Promise<boolean> };

/** `stored` as an outdated hash; null when it is none. */
export function asOutdatedHash(stored: string | null): OutdatedHash | null {
  if (stored === null || OWN_FORM.test(stored)) return null;
  const other = FOREIGN_FORMS.find(({ form }) => form.test(stored));
  if (!other) return null;
  // What has the form and is none all the same (a cost below the least, say) is a wrong password too.
  return { stored, verify: (secret) => inTurn(() => other.verify(secret, stored).catch(() => false)) };
}

/** Whether a secret can be verified by `stored` at all. */
export function isVerifiable(stored: string): boolean {
  return OWN_FORM.test(stored) || asOutdatedHash(stored) !== null;
}

/** Whether `secret` is the one behind `stored`; false, after the same work, when nothing is stored. */
export async function verifySecret(secret: string, stored: string | null, otherSalt: Buffer): Promise<boolean> {
  const outdated = asOutdatedHash(stored);
  if (outdated) return outdated.verify(secret);
  const hashed = await hashLike(secret, stored, otherSalt);
  return stored !== null && isSameHash(stored, hashed);
}
