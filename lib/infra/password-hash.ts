import { availableParallelism } from 'node:os';
import { timingSafeEqual } from 'node:crypto';
import { hash } from '@node-rs/argon2';
import pLimit from 'p-limit';
import { Problem } from '@/lib/core/problem';

/** Argon2id (the library's own default), t=2, m=19 MiB, p=1: OWASP ASVS 5.0 appendix C. */
const ARGON2ID = { timeCost: 2, memoryCost: 19 * 1024, parallelism: 1 };
const SALT_BYTES = 16;
/** Who would have to wait behind this many others is told to come back instead. */
const MAX_WAITING = 256;

/** One core stays free for everything that is not a sign-in. */
const queue = pLimit(Math.max(1, availableParallelism() - 1));

async function argon2id(secret: string, salt?: Uint8Array): Promise<string> {
  if (queue.pendingCount >= MAX_WAITING) throw new Problem('service_unavailable', { retryAfterSeconds: 5 });
  return queue(() => hash(secret, { ...ARGON2ID, ...(salt && { salt }) }));
}

/** A PHC string of `secret`; with `salt` (16 bytes) the same secret gives the same string. */
export function hashSecret(secret: string, salt?: Buffer): Promise<string> {
  return argon2id(secret, salt?.subarray(0, SALT_BYTES));
}

/** `$argon2id$v=19$m=19456,t=2,p=1$<salt>$<hash>` → the salt. */
function saltOf(phc: string): Buffer {
  return Buffer.from(phc.split('$')[4] ?? '', 'base64');
}

/** Hashes `secret` the way `stored` was hashed, for comparison; with `otherSalt` when there is nothing to compare with. */
export function hashLike(secret: string, stored: string | null, otherSalt: Buffer): Promise<string> {
  return hashSecret(secret, stored === null ? otherSalt : saltOf(stored));
}

/** Compares in constant time. */
export function isSameHash(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}

/** Whether `secret` is the one behind `stored`; false, after the same work, when nothing is stored. */
export async function verifySecret(secret: string, stored: string | null, otherSalt: Buffer): Promise<boolean> {
  const hashed = await hashLike(secret, stored, otherSalt);
  return stored !== null && isSameHash(stored, hashed);
}
