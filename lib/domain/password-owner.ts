import { keyedHash } from '@/lib/core/keyed-hash';
import { Problem } from '@/lib/core/problem';
import { asOutdatedHash, hashLike, hashSecret, isSaltedWith, isSameHash } from '@/lib/infra/password-hash';
import type { Context, Transaction } from './context';
import { registrationSalt } from './registrations';

/** Whose password was typed; for a person not yet activated, which of the address's registrations it belongs to. */
export type ProvenPassword = {
  userId: string;
  registrationId: string | null;
  /** The stored hash that was judged. */
  passwordHash: string;
};

/**
 * The owner of `email` and `password`, or null. One hash, whether or not there is such an address; only an account with
 * a hash from elsewhere takes the time of that one, until it is upgraded.
 */
export async function findPasswordOwner(ctx: Context, email: string, password: string): Promise<ProvenPassword | null> {
  const user = await ctx.db.user.findUnique({ where: { email }, include: { credential: true } });
  if (user?.activatedAt) return findByCredential(user, password);
  const passwordHash = await hashSecret(password, registrationSalt(email));
  return user && findRegistrant(ctx, user.id, passwordHash);
}

type Activated = { id: string; email: string; credential: { passwordHash: string } | null };

async function findByCredential(
  { id, email, credential }: Activated,
  password: string,
): Promise<ProvenPassword | null> {
  const stored = credential?.passwordHash ?? null;
  const outdated = asOutdatedHash(stored);
  if (outdated) {
    const isTyped = await outdated.verify(password);
    return isTyped ? { userId: id, registrationId: null, passwordHash: outdated.stored } : null;
  }
  const passwordHash = await hashLike(password, stored, registrationSalt(email));
  const isRight = stored !== null && isSameHash(stored, passwordHash);
  return isRight ? { userId: id, registrationId: null, passwordHash } : null;
}

/** The registrations of an address share its salt, so the one that a password belongs to is found by its hash. */
async function findRegistrant(ctx: Context, userId: string, passwordHash: string): Promise<ProvenPassword | null> {
  const registration = await ctx.db.registration.findFirst({
    where: { userId, passwordHash, activatedAt: null, closedAt: null },
    orderBy: { id: 'desc' },
  });
  return registration && { userId, registrationId: registration.id, passwordHash };
}

/**
 * Locks the person and asks again, now that nothing can change under it, whether the password that was judged a moment
 * ago is still theirs: an activation, a new password or a suspension may have come in between. Throws
 * `invalid_credentials` or `account_suspended`. The lock lets those through that only refer to the person (a mail in
 * the transaction that ends a stolen session), so that nobody waits in a circle.
 */
export async function assertStillOwner(ctx: Context, tx: Transaction, owner: ProvenPassword): Promise<void> {
  const [user] = await tx.db.$queryRaw<{ activated_at: Date | null; is_suspended: boolean }[]>`
    SELECT activated_at, suspension_holds(suspended_at, suspended_until, ${ctx.now()}) AS is_suspended
    FROM users WHERE id = ${owner.userId}::uuid FOR NO KEY UPDATE`;
  const { userId, registrationId: id } = owner;
  const held = id
    ? user?.activated_at === null && (await tx.db.registration.count({ where: { id, closedAt: null } }))
    : isStillStored(owner, await tx.db.credential.findUnique({ where: { userId } }));
  if (!held) throw new Problem('invalid_credentials');
  if (user?.is_suspended) throw new Problem('account_suspended');
}

/**
 * The salt of an upgrade follows from the outdated hash, so that sign-ins that race each other upgrade it to one and
 * the same hash, and whoever comes second can tell it from a new password's.
 */
function upgradeSalt(outdated: string): Buffer {
  return keyedHash('upgrade-salt', outdated);
}

function isStillStored({ passwordHash }: ProvenPassword, credential: { passwordHash: string } | null): boolean {
  const stored = credential?.passwordHash;
  return stored !== undefined && (stored === passwordHash || isSaltedWith(stored, upgradeSalt(passwordHash)));
}

/** The password of an owner as it is hashed here, where the hash that was judged is outdated (ASVS 11.2.2); or null. */
export async function hashUpgrade({ passwordHash }: ProvenPassword, password: string): Promise<string | null> {
  return asOutdatedHash(passwordHash) && hashSecret(password, upgradeSalt(passwordHash));
}

/**
 * Stores an upgrade for an owner whose row is locked, once: what was upgraded or changed since it was judged stays as
 * it is. It is the same password, so no session ends.
 */
export async function upgradePassword(tx: Transaction, owner: ProvenPassword, upgrade: string): Promise<void> {
  const { userId, passwordHash } = owner;
  await tx.db.credential.updateMany({ where: { userId, passwordHash }, data: { passwordHash: upgrade } });
}
