import { getEnv } from '@/lib/core/env';
import { PROVIDERS, type ProviderName } from '@/lib/shared/providers';
import type { Context, Transaction } from './context';
import type { LockedPerson } from './people';
import { enqueueMail } from './outbox';
import type { ProviderIdentity } from './provider-identity';

/** Why an identity opens nothing here. */
export type ProviderRefusal =
  | 'email_not_verified'
  | 'account_suspended'
  /** The person is connected to another account of the same provider. */
  | 'other_identity'
  /** It was the person's way in until a moment ago. */
  | 'identity_removed'
  /** The identity is somebody else's way in. */
  | 'identity_taken'
  /** The session in which connecting was asked for is over, or it was too long ago. */
  | 'connect_expired';

/** Thrown inside the transaction that it rolls back. */
export class RefusedIdentity extends Error {
  override readonly name = 'RefusedIdentity';
  readonly refusal: ProviderRefusal;
  /** Whose account was to be opened or connected, where there is one. */
  readonly subjectId: string | null;

  constructor(refusal: ProviderRefusal, subjectId: string | null = null) {
    super(refusal);
    this.refusal = refusal;
    this.subjectId = subjectId;
  }
}

/** Whose way in an identity is. */
export function findConnection(tx: Transaction, { issuer, subject }: ProviderIdentity) {
  return tx.db.account.findUnique({ where: { issuer_subject: { issuer, subject } }, select: { userId: true } });
}

/**
 * Makes the identity a way in of this person, whose row is locked; answers the address that was stored, or null when it
 * was one before. The unique indexes decide races. Throws {@link RefusedIdentity}.
 */
export async function addConnection(
  ctx: Context,
  tx: Transaction,
  identity: ProviderIdentity,
  userId: string,
): Promise<string | null> {
  const { provider, issuer, subject, verifiedEmail: email } = identity;
  if (email === null) throw new RefusedIdentity('email_not_verified', userId);
  const added = await tx.db.account.createMany({
    data: [{ userId, provider, issuer, subject, email, connectedAt: ctx.now() }],
    skipDuplicates: true,
  });
  if (added.count > 0) return email;
  const owner = await findConnection(tx, identity);
  if (owner?.userId === userId) return null;
  throw new RefusedIdentity(owner ? 'identity_taken' : 'other_identity', userId);
}

type Change = { provider: ProviderName; email: string; template: 'connection-added' | 'connection-removed' };

/** Tells a person that a way into their account was added or removed: at their own address, whatever the provider's is. */
export async function mailConnectionChange(
  ctx: Context,
  tx: Transaction,
  person: Pick<LockedPerson, 'id' | 'firstName'>,
  { provider, email, template }: Change,
): Promise<void> {
  const fillings = {
    firstName: person.firstName,
    provider: PROVIDERS[provider].title,
    providerEmail: email,
    loginLink: `${getEnv().APP_URL}/login`,
  };
  await enqueueMail(ctx, tx, { userId: person.id, template, fillings });
}
