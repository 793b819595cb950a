import type { Context } from './context';
import { refreshSession } from './refresh';
import { findSessionView, type SessionView } from './session-view';
import { openAccessToken } from './tokens';

/**
 * Finds the live session behind the request's tokens and puts it into the context. A missing or expired access token
 * with a good refresh token is refreshed on the way, and the answer carries the new cookies; a dead refresh token is
 * cleared by it. A Bearer token stands for itself: cookies are not looked at, and nothing is refreshed.
 */
export async function authenticate(ctx: Context, { mayRefresh }: { mayRefresh: boolean }): Promise<void> {
  const { incoming } = ctx;
  const claims = await openAccessToken(incoming.access, ctx.now());
  if (claims) ctx.actor = await findSessionView(ctx.db, ctx.store, claims, ctx.now());
  if (ctx.actor || incoming.isBearer || !mayRefresh || incoming.refresh === undefined) return;
  ctx.actor = await refreshedActor(ctx);
}

async function refreshedActor(ctx: Context): Promise<SessionView | null> {
  const refreshed = await refreshSession(ctx);
  ctx.outgoing.session = refreshed?.tokens ?? null;
  return refreshed && findSessionView(ctx.db, ctx.store, refreshed, ctx.now());
}
