import { randomBytes, randomUUID } from 'node:crypto';
import type { Db } from '@/lib/infra/db';

const DAY_MS = 24 * 60 * 60 * 1000;

/** So many days before `now`; a fraction for hours. */
export const daysBefore = (now: Date, days: number) => new Date(now.getTime() - days * DAY_MS);

const freshHash = () => new Uint8Array(randomBytes(32));

type Own = { createdAt?: Date; activatedAt?: Date | null; suspendedAt?: Date; suspendedUntil?: Date };

/** Somebody, activated unless told. */
export async function somebody(db: Db, own: Own = {}): Promise<string> {
  const email = `${randomUUID()}@example.com`;
  const person = { email, firstName: 'Robin', lastName: 'Marsh', activatedAt: new Date() };
  return (await db.user.create({ data: { ...person, ...own } })).id;
}

type SessionEnds = { expiresAt: Date; revokedAt?: Date; registrationId?: string };

/** A session with a refresh token that is spent and one that is not. The tokens end with it, unless told. */
export async function session(db: Db, userId: string, ends: SessionEnds, tokensEnd = ends.expiresAt): Promise<string> {
  const createdAt = daysBefore(ends.expiresAt, 30);
  const tokens = [{ usedAt: createdAt }, {}].map((own) => ({
    tokenHash: freshHash(),
    createdAt,
    expiresAt: tokensEnd,
    ...own,
  }));
  const { id } = await db.session.create({
    data: {
      userId,
      remember: true,
      ip: '203.0.113.9',
      userAgent: '',
      createdAt,
      lastSeenAt: createdAt,
      refreshTokens: { create: tokens },
      ...ends,
    },
  });
  return id;
}

export async function registration(
  db: Db,
  userId: string,
  own: { createdAt: Date; activatedAt?: Date; closedAt?: Date },
): Promise<string> {
  const typed = { userId, firstName: 'Robin', lastName: 'Marsh', passwordHash: 'x' };
  return (await db.registration.create({ data: { ...typed, ...own } })).id;
}

type Link = { purpose: 'reset' | 'invitation'; expiresAt: Date };

export async function link(db: Db, userId: string, { purpose, expiresAt }: Link): Promise<void> {
  const createdAt = daysBefore(expiresAt, 3);
  await db.challenge.create({ data: { userId, purpose, createdAt, expiresAt, tokenHash: freshHash() } });
}

/** A mail that was delivered then, or waits, or was given up. */
export async function mail(
  db: Db,
  userId: string,
  own: { sentAt: Date } | { status: 'queued' | 'dead' },
): Promise<void> {
  const status = 'sentAt' in own ? 'sent' : own.status;
  const at = daysBefore(new Date(), 400);
  await db.outboxMail.create({
    data: { userId, template: 'activation', createdAt: at, nextAttemptAt: at, ...own, status },
  });
}
