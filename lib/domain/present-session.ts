import type { Context } from './context';
import { peekRefreshToken } from './refresh';
import { findSessionView, type SessionView } from './session-view';
import { openAccessToken } from './tokens';

/**
 * The live session behind the request's tokens, only looked at: nothing is spent, prolonged or issued. Where the access
 * token is missing or expired, a refresh token that would still be taken tells whose it is. Null: nobody.
 */
export async function findPresentSession(ctx: Context): Promise<SessionView | null> {
  if (ctx.actor) return ctx.actor;
  const claims = openAccessToken(ctx.incoming.access, ctx.now());
  const view = claims && (await findSessionView(ctx, claims));
  if (view || ctx.incoming.isBearer) return view;
  const refreshable = await peekRefreshToken(ctx);
  return refreshable && findSessionView(ctx, refreshable);
}
