import { refreshActor } from '@/lib/domain/authentication';
import type { Context } from '@/lib/domain/context';
import { findSessionView } from '@/lib/domain/session-view';
import { addressCount, personCount, throttle, uncount, type Throttled } from '@/lib/domain/throttle';
import { openAccessToken } from '@/lib/domain/tokens';
import type { UseCase } from '@/lib/domain/use-case';

/**
 * What every operation passes, whichever way it is called: who is it, and is it one request too many. With a live access
 * token both questions go out at once, so that they are one round trip to Redis, and none to PostgreSQL.
 */
export async function admit(useCase: Pick<UseCase, 'silentRefresh'>, ctx: Context): Promise<Throttled> {
  const claims = await openAccessToken(ctx.incoming.access, ctx.now());
  if (claims) {
    const counted = personCount(claims.userId);
    const [actor, throttled] = await Promise.all([findSessionView(ctx, claims), throttle(ctx.store, counted)]);
    ctx.actor = actor;
    if (actor) return throttled;
    if (throttled.refusal === null) await uncount(ctx.store, counted);
  }
  if (useCase.silentRefresh !== false) await refreshActor(ctx);
  return throttle(ctx.store, ctx.actor ? personCount(ctx.actor.person.id) : addressCount(ctx.client.ip));
}
