import { getEnv } from '@/lib/core/env';
import { sha256 } from '@/lib/core/keyed-hash';
import { randomToken } from '@/lib/core/random';
import { addSeconds } from '@/lib/core/time';
import type { RevokeReason } from './session-machine';
import { personViewKey, sessionViewKey } from './session-view';
import { sealAccessToken, sealRefreshToken, type IssuedTokens } from './tokens';
import type { Context, Transaction } from './context';
import type { Prisma } from '@/prisma/generated/client';

export type NewSession = { userId: string; remember: boolean; registrationId: string | null };

type TokenOwner = { sessionId: string; userId: string; remember: boolean };

function earlier(a: Date, b: Date): Date {
  return a < b ? a : b;
}

/** The lives of a pair issued at `now`: never beyond the session's own end. */
export function tokenLives(now: Date, sessionExpiresAt: Date): { accessExpiresAt: Date; refreshExpiresAt: Date } {
  const { ACCESS_TOKEN_SECONDS, REFRESH_TOKEN_SECONDS } = getEnv();
  return {
    accessExpiresAt: earlier(addSeconds(now, ACCESS_TOKEN_SECONDS), sessionExpiresAt),
    refreshExpiresAt: earlier(addSeconds(now, REFRESH_TOKEN_SECONDS), sessionExpiresAt),
  };
}

/** Seals the pair of cookies for a refresh token id that the database already knows. */
export function sealPair(
  owner: TokenOwner,
  jti: string,
  now: Date,
  lives: { accessExpiresAt: Date; refreshExpiresAt: Date },
): IssuedTokens {
  const access = sealAccessToken({ userId: owner.userId, sessionId: owner.sessionId }, now, lives.accessExpiresAt);
  const refresh = sealRefreshToken(jti, now, lives.refreshExpiresAt);
  return { access, refresh, ...lives, isPersistent: owner.remember };
}

/** The one way to begin a session. The answer carries its cookies. */
export async function openSession(ctx: Context, tx: Transaction, wanted: NewSession): Promise<string> {
  const now = ctx.now();
  const expiresAt = addSeconds(now, getEnv().SESSION_SECONDS);
  const lives = tokenLives(now, expiresAt);
  const jti = randomToken(256);
  const { id } = await tx.db.session.create({
    data: {
      ...wanted,
      ip: ctx.client.ip,
      userAgent: ctx.client.userAgent,
      createdAt: now,
      lastSeenAt: now,
      expiresAt,
      refreshTokens: { create: { tokenHash: sha256(jti), createdAt: now, expiresAt: lives.refreshExpiresAt } },
    },
    select: { id: true },
  });
  const pair = sealPair({ sessionId: id, userId: wanted.userId, remember: wanted.remember }, jti, now, lives);
  tx.afterCommit(() => {
    ctx.outgoing.session = pair;
  });
  return id;
}

/** One session by its id, or those of one person: all, or which of them. */
type SessionSelection = { id: string } | (Prisma.SessionWhereInput & { userId: string });

/** Ends the sessions that `where` selects and that still live; answers their ids. Effective with the next request. */
export async function revokeSessions(
  ctx: Context,
  tx: Transaction,
  where: SessionSelection,
  reason: RevokeReason,
): Promise<string[]> {
  const ended = await tx.db.session.updateManyAndReturn({
    where: { ...where, revokedAt: null },
    data: { revokedAt: ctx.now(), revokedReason: reason },
    select: { id: true },
  });
  const ids = ended.map(({ id }) => id);
  for (const id of ids) tx.changesView(sessionViewKey(id));
  return ids;
}

/** Makes a change of a person visible to the next request of each of their sessions. */
export function changePersonView(tx: Transaction, userId: string): void {
  tx.changesView(personViewKey(userId));
}
