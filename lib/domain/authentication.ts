import { Problem } from '@/lib/core/problem';
import type { Context } from './context';
import { peekRefreshToken, refreshSession } from './refresh';
import { findSessionView, type SessionView } from './session-view';
import { openAccessToken, type AccessClaims } from './tokens';

/** The live session of the presented access token, or null. */
export async function findActor(ctx: Context): Promise<SessionView | null> {
  const claims = openAccessToken(ctx.incoming.access, ctx.now());
  return claims && findSessionView(ctx, claims);
}

/**
 * The way back in for who has no live access token: refreshes, and answers what an access token would have said. The
 * answer of the request carries the new cookies, or clears the dead ones. Where another site made the browser ask, it only
 * looks: that site can drop the answer, and with it the new cookies. A Bearer token stands for itself: cookies are not
 * looked at.
 */
export async function refreshClaims(ctx: Context): Promise<AccessClaims | null> {
  const { isBearer, access, refresh } = ctx.incoming;
  if (isBearer || (access === undefined && refresh === undefined)) return null;
  return ctx.client.isSentByAnother ? peekRefreshToken(ctx) : refreshSession(ctx);
}

/** Finds the live session behind the request's tokens, refreshing it where that is wanted, and puts it into the context. */
export async function authenticate(ctx: Context): Promise<void> {
  ctx.actor = await findActor(ctx);
  if (ctx.actor) return;
  const claims = await refreshClaims(ctx);
  ctx.actor = claims && (await findSessionView(ctx, claims));
  if (claims && !ctx.actor) ctx.outgoing.session = null;
}

/** The actor of an operation whose access already asked for one. */
export function requireActor(ctx: Pick<Context, 'actor'>): SessionView {
  if (!ctx.actor) throw new Problem('unauthenticated');
  return ctx.actor;
}
