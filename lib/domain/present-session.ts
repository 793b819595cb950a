import { getEnv } from '@/lib/core/env';
import { sha256 } from '@/lib/core/keyed-hash';
import { addSeconds } from '@/lib/core/time';
import type { Context } from './context';
import { findSessionView, type SessionView } from './session-view';
import { openAccessToken, openRefreshToken, type AccessClaims } from './tokens';

/**
 * The live session behind the request's tokens, only looked at: nothing is spent, prolonged or issued. Where the access
 * token is missing or expired, a refresh token that would still be taken tells whose it is. Null: nobody.
 */
export async function findPresentSession(ctx: Context): Promise<SessionView | null> {
  if (ctx.actor) return ctx.actor;
  const claims = await openAccessToken(ctx.incoming.access, ctx.now());
  const view = claims && (await findSessionView(ctx, claims));
  if (view || ctx.incoming.isBearer) return view;
  const refreshable = await refreshableClaims(ctx);
  return refreshable && findSessionView(ctx, refreshable);
}

/** What the refresh token's session is, while the token is unspent or within the grace. */
async function refreshableClaims(ctx: Context): Promise<AccessClaims | null> {
  const now = ctx.now();
  const jti = await openRefreshToken(ctx.incoming.refresh, now);
  if (jti === null) return null;
  const token = await ctx.db.refreshToken.findUnique({
    where: { tokenHash: sha256(jti) },
    select: { usedAt: true, expiresAt: true, sessionId: true, session: { select: { userId: true } } },
  });
  if (!token) return null;
  const end = token.usedAt ? addSeconds(token.usedAt, getEnv().REFRESH_GRACE_SECONDS) : token.expiresAt;
  return now < end ? { sessionId: token.sessionId, userId: token.session.userId } : null;
}
