import { getEnv } from '@/lib/core/env';
import { sha256 } from '@/lib/core/keyed-hash';
import { randomToken } from '@/lib/core/random';
import { addSeconds } from '@/lib/core/time';
import { requireActor } from './authentication';
import type { Context, Transaction } from './context';
import { enqueueMail } from './outbox';
import { isSuspended, SUSPENSION_SELECT } from './suspension';

/** How long a link to set a password holds, in seconds (contract §3, §8), by what it was sent for. */
const LIFE_SECONDS = {
  reset: () => getEnv().RESET_TOKEN_SECONDS,
  invitation: () => 72 * 60 * 60,
} as const;

type PasswordLinkPurpose = keyof typeof LIFE_SECONDS;

/** A link before it is mailed; the database gets the hash of its token. */
type IssuedLink = { link: string; issuedAt: string; expiresInMinutes: number };

/** Makes a person, whose row is locked, a link to set a password; any earlier one for the same purpose ends. */
export async function issuePasswordLink(
  ctx: Context,
  tx: Transaction,
  userId: string,
  purpose: PasswordLinkPurpose,
): Promise<IssuedLink> {
  const now = ctx.now();
  const token = randomToken(256);
  const lifeSeconds = LIFE_SECONDS[purpose]();
  await tx.db.challenge.updateMany({
    where: { userId, purpose, usedAt: null, closedAt: null },
    data: { closedAt: now },
  });
  await tx.db.challenge.create({
    data: {
      purpose,
      userId,
      tokenHash: sha256(token),
      createdAt: now,
      expiresAt: addSeconds(now, lifeSeconds),
    },
  });
  return {
    link: `${getEnv().PASSWORD_RESET_BASE_URL}/${token}`,
    issuedAt: now.toISOString(),
    expiresInMinutes: lifeSeconds / 60,
  };
}

/** Whoever acts, by name, for the reader of a mail that they caused. */
export function actorInWords(ctx: Context): string {
  const { firstName, lastName } = requireActor(ctx).person;
  return `${firstName} ${lastName}`;
}

/** Mails a pending person, whose row is locked or new, a link to begin with; any earlier invitation ends. */
export async function mailInvitation(
  ctx: Context,
  tx: Transaction,
  { userId, firstName }: { userId: string; firstName: string },
): Promise<void> {
  const issued = await issuePasswordLink(ctx, tx, userId, 'invitation');
  const fillings = { firstName, invitedBy: actorInWords(ctx), ...issued };
  await enqueueMail(ctx, tx, { userId, template: 'invitation', fillings });
}

/** A link that was issued once. Whether it is still good is decided anew by whoever spends it. */
export type PasswordLink = { id: string; userId: string; purpose: PasswordLinkPurpose; isUsable: boolean };

/** What is known of the link with this token, whatever became of it; null when there never was one. Only looks. */
export async function findPasswordLink(ctx: Context, token: string): Promise<PasswordLink | null> {
  const challenge = await ctx.db.challenge.findUnique({
    where: { tokenHash: sha256(token) },
    include: { user: { select: SUSPENSION_SELECT } },
  });
  if (!challenge || challenge.purpose === 'activation') return null;
  const { id, userId, purpose, usedAt, closedAt, expiresAt, user } = challenge;
  const now = ctx.now();
  const isUsable = !usedAt && !closedAt && expiresAt > now && !isSuspended(user, now);
  return { id, userId, purpose, isUsable };
}

/** Spends a link, once: false when it was used, closed or has expired. The caller holds the lock of the person's row. */
export async function spendPasswordLink(ctx: Context, tx: Transaction, id: string): Promise<boolean> {
  const now = ctx.now();
  const spent = await tx.db.challenge.updateMany({
    where: { id, usedAt: null, closedAt: null, expiresAt: { gt: now } },
    data: { usedAt: now },
  });
  return spent.count > 0;
}

/** Ends the links that a person, whose row is locked, has not used: only those of this purpose, if one is named. */
export async function closePasswordLinks(
  ctx: Context,
  tx: Transaction,
  userId: string,
  purpose: PasswordLinkPurpose | { in: PasswordLinkPurpose[] } = { in: ['reset', 'invitation'] },
): Promise<void> {
  await tx.db.challenge.updateMany({
    where: { userId, purpose, usedAt: null, closedAt: null },
    data: { closedAt: ctx.now() },
  });
}
