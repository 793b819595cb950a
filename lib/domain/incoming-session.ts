import { sha256 } from '@/lib/core/keyed-hash';
import type { Context } from './context';
import { isKnownDead } from './dead-tokens';
import { openAccessToken, openRefreshToken } from './tokens';

/** Long ago: a token read with this clock has not expired, whatever its age. */
const BEFORE_EVERY_EXPIRY = new Date(0);

/** The session that any of the presented tokens belongs to, alive or not: signing out wants no more than that. */
export async function findIncomingSession(ctx: Context): Promise<string | null> {
  if (ctx.actor) return ctx.actor.id;
  const claims = openAccessToken(ctx.incoming.access, BEFORE_EVERY_EXPIRY);
  if (claims) return claims.sessionId;
  const jti = openRefreshToken(ctx.incoming.refresh, BEFORE_EVERY_EXPIRY);
  if (jti === null || isKnownDead(jti)) return null;
  const token = await ctx.db.refreshToken.findUnique({
    where: { tokenHash: sha256(jti) },
    select: { sessionId: true },
  });
  return token?.sessionId ?? null;
}

/** Whether a presented token was one of ours once, whatever became of its session; garbage is the same as none. */
export function hadTokensOfOurs({ incoming: { access, refresh } }: Pick<Context, 'incoming'>): boolean {
  return [openAccessToken(access, BEFORE_EVERY_EXPIRY), openRefreshToken(refresh, BEFORE_EVERY_EXPIRY)].some(Boolean);
}
