import { Problem } from '@/lib/core/problem';
import type { Context } from './context';
import { refreshSession } from './refresh';
import { findSessionView, type SessionView } from './session-view';
import { openAccessToken } from './tokens';

/**
 * Finds the live session behind the request's tokens and puts it into the context. A missing or expired access token
 * with a good refresh token is refreshed on the way, and the answer carries the new cookies; a dead refresh token is
 * cleared by it.
 */
export async function authenticate(ctx: Context, { mayRefresh }: { mayRefresh: boolean }): Promise<void> {
  const claims = await openAccessToken(ctx.incoming.access, ctx.now());
  if (claims) ctx.actor = await findSessionView(ctx, claims);
  if (!ctx.actor && mayRefresh) await refreshActor(ctx);
}

/** The way back in for who has no live access token. A Bearer token stands for itself: cookies are not looked at. */
export async function refreshActor(ctx: Context): Promise<void> {
  if (ctx.incoming.isBearer || ctx.incoming.refresh === undefined) return;
  const refreshed = await refreshSession(ctx);
  ctx.outgoing.session = refreshed?.tokens ?? null;
  ctx.actor = refreshed && (await findSessionView(ctx, refreshed));
}

/** The actor of an operation whose access already asked for one. */
export function requireActor(ctx: Pick<Context, 'actor'>): SessionView {
  if (!ctx.actor) throw new Problem('unauthenticated');
  return ctx.actor;
}
