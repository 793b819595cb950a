import { getEnv } from '@/lib/core/env';
import { sha256 } from '@/lib/core/keyed-hash';
import { addSeconds } from '@/lib/core/time';
import { recordAudit } from './audit';
import { inTransaction, type Context } from './context';
import { enqueueMail } from './outbox';
import { revokeSessions, sealPair, tokenLives } from './sessions';
import { openRefreshToken, successorOf, type IssuedTokens } from './tokens';

export type Refreshed = { sessionId: string; userId: string; tokens: IssuedTokens };

type Swapped = { session_id: string; user_id: string; remember: boolean; session_expires_at: Date };

/**
 * The only place where a session is prolonged. Swaps the presented refresh token for its successor in one statement:
 *
 * | the presented token is …                                  | then                                             |
 * | --------------------------------------------------------- | ------------------------------------------------ |
 * | live                                                      | spent; its successor is stored; a new pair       |
 * | spent less than REFRESH_GRACE_SECONDS ago                 | the same successor again                         |
 * | spent earlier                                             | theft: session revoked, audited, owner mailed    |
 * | unknown, expired, of a session or person that is no more  | null                                             |
 */
export async function refreshSession(ctx: Context): Promise<Refreshed | null> {
  const now = ctx.now();
  const jti = await openRefreshToken(ctx.incoming.refresh, now);
  if (jti === null) return null;
  const successor = successorOf(jti);
  const swapped = (await swap(ctx, jti, successor, now)) ?? (await sameAgain(ctx, jti, now));
  if (!swapped) return null;
  const owner = { sessionId: swapped.session_id, userId: swapped.user_id, remember: swapped.remember };
  const tokens = await sealPair(owner, successor, now, tokenLives(now, swapped.session_expires_at));
  return { ...owner, tokens };
}

async function swap(ctx: Context, jti: string, successor: string, now: Date): Promise<Swapped | null> {
  const idleEnd = addSeconds(now, getEnv().REFRESH_TOKEN_SECONDS);
  const rows = await ctx.db.$queryRaw<Swapped[]>`
    WITH spent AS (
      UPDATE refresh_tokens t SET used_at = ${now}
      FROM sessions s JOIN users u ON u.id = s.user_id
      WHERE t.token_hash = ${sha256(jti)} AND t.used_at IS NULL AND t.expires_at > ${now}
        AND s.id = t.session_id AND s.revoked_at IS NULL AND s.expires_at > ${now} AND u.suspended_at IS NULL
        AND (s.registration_id IS NULL OR u.activated_at IS NULL)
      RETURNING t.session_id, s.user_id, s.remember, s.expires_at AS session_expires_at
    ), successor AS (
      INSERT INTO refresh_tokens (token_hash, session_id, created_at, expires_at)
      SELECT ${sha256(successor)}, session_id, ${now}, LEAST(${idleEnd}, session_expires_at) FROM spent
    ), seen AS (
      UPDATE sessions SET last_seen_at = ${now} FROM spent WHERE sessions.id = spent.session_id
    )
    SELECT session_id, user_id, remember, session_expires_at FROM spent`;
  return rows[0] ?? null;
}

/** The token was not live: a racing request of the same browser, a thief, or nobody. */
async function sameAgain(ctx: Context, jti: string, now: Date): Promise<Swapped | null> {
  const token = await ctx.db.refreshToken.findUnique({
    where: { tokenHash: sha256(jti) },
    include: { session: { include: { user: { select: { suspendedAt: true } } } } },
  });
  if (!token?.usedAt) return null;
  const { session } = token;
  if (session.revokedAt || session.expiresAt <= now || session.user.suspendedAt) return null;
  if (now < addSeconds(token.usedAt, getEnv().REFRESH_GRACE_SECONDS)) {
    return {
      session_id: session.id,
      user_id: session.userId,
      remember: session.remember,
      session_expires_at: session.expiresAt,
    };
  }
  await endStolenSession(ctx, session.id, session.userId);
  return null;
}

async function endStolenSession(ctx: Context, sessionId: string, userId: string): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const ended = await revokeSessions(ctx, tx, { id: sessionId }, 'reuse_detected');
    if (ended.length === 0) return;
    const who = { subjectId: userId, actorId: null, sessionId };
    await recordAudit(tx.db, ctx, { event: 'session.reuse_detected', outcome: 'failure', ...who });
    const { firstName } = await tx.db.user.findUniqueOrThrow({ where: { id: userId }, select: { firstName: true } });
    const fillings = { firstName, loginLink: `${getEnv().APP_URL}/login` };
    await enqueueMail(ctx, tx, { userId, template: 'session-reuse', fillings });
  });
}
