import { getEnv } from '@/lib/core/env';
import { keyedHash, sha256 } from '@/lib/core/keyed-hash';
import { randomDigits, randomToken } from '@/lib/core/random';
import { addSeconds } from '@/lib/core/time';
import { hashSecret } from '@/lib/infra/password-hash';
import { ACTIVATION_CODE_LENGTH } from '@/lib/shared/schemas/registration';
import type { Context, Transaction } from './context';
import { enqueueMail } from './outbox';

/** A code and a link before they are mailed; the database gets their hashes. */
export type ActivationSecrets = { code: string; codeHash: string; token: string };

/**
 * Codes have 20 bits, so they are stored with the salted, slow hash of passwords (ASVS 6.5.2); link tokens have 256,
 * so a plain hash does.
 */
export async function createActivationSecrets(): Promise<ActivationSecrets> {
  const code = randomDigits(ACTIVATION_CODE_LENGTH);
  return { code, codeHash: await hashSecret(code), token: randomToken(256) };
}

/**
 * The salt of an address's registrations: the same for all of them, so that one hash tells which of several pending
 * registrations a password belongs to, and an address with three of them answers in the time of one with none.
 */
export function registrationSalt(email: string): Buffer {
  return keyedHash('registration-salt', email);
}

type Recipient = { userId: string; registrationId: string; firstName: string };

/** Stores a challenge for a registration, in place of any before it, and mails it. */
export async function sendActivation(
  ctx: Context,
  tx: Transaction,
  to: Recipient,
  secrets: ActivationSecrets,
): Promise<void> {
  await storeChallenge(ctx, tx, to, secrets);
  const { APP_URL, ACTIVATION_CODE_SECONDS } = getEnv();
  const fillings = {
    firstName: to.firstName,
    code: secrets.code,
    link: `${APP_URL}/activate/${secrets.token}`,
    expiresInMinutes: ACTIVATION_CODE_SECONDS / 60,
  };
  await enqueueMail(ctx, tx, { userId: to.userId, template: 'activation', fillings });
}

/** The challenge alone. For a registration that leads nowhere nobody is told the secrets, and no code can be right. */
export async function storeChallenge(
  ctx: Context,
  tx: Transaction,
  to: Pick<Recipient, 'userId' | 'registrationId'>,
  secrets: ActivationSecrets | null,
): Promise<void> {
  const now = ctx.now();
  await tx.db.challenge.updateMany({
    where: { registrationId: to.registrationId, usedAt: null, closedAt: null },
    data: { closedAt: now },
  });
  await tx.db.challenge.create({
    data: {
      purpose: 'activation',
      userId: to.userId,
      registrationId: to.registrationId,
      codeHash: secrets?.codeHash ?? null,
      tokenHash: sha256(secrets?.token ?? randomToken(256)),
      createdAt: now,
      expiresAt: addSeconds(now, getEnv().ACTIVATION_CODE_SECONDS),
    },
  });
}

/** Ends every registration of a person that is open, and every code and link of theirs, whatever it is for. */
export async function closeRegistrationsAndLinks(tx: Transaction, userId: string, now: Date): Promise<void> {
  await tx.db.registration.updateMany({
    where: { userId, activatedAt: null, closedAt: null },
    data: { closedAt: now },
  });
  await tx.db.challenge.updateMany({ where: { userId, usedAt: null, closedAt: null }, data: { closedAt: now } });
}
