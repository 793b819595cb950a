import { refreshClaims } from '@/lib/domain/authentication';
import type { Context } from '@/lib/domain/context';
import { findSessionView } from '@/lib/domain/session-view';
import { addressCount, personCount, throttle, uncount, type Throttled } from '@/lib/domain/throttle';
import { openAccessToken, type AccessClaims } from '@/lib/domain/tokens';
import type { UseCase } from '@/lib/domain/use-case';
import { recognizedActor } from './request-scope';

/**
 * What every operation passes, whichever way it is called: who is it, and is it one request too many. With a live access
 * token both questions go out at once, so that they are one round trip to Redis, and none to PostgreSQL.
 */
export async function admit(useCase: Pick<UseCase, 'silentRefresh'>, ctx: Context): Promise<Throttled> {
  const recognized = recognizedActor(ctx.incoming.access);
  if (recognized !== undefined) {
    ctx.actor = recognized;
    return throttle(ctx.store, recognized ? personCount(recognized.person.id) : addressCount(ctx.client.ip));
  }
  const presented = await openAccessToken(ctx.incoming.access, ctx.now());
  const admitted = presented && (await admitPerson(ctx, presented));
  if (admitted) return admitted;
  const refreshed = useCase.silentRefresh === false ? null : await refreshClaims(ctx);
  const readmitted = refreshed && (await admitPerson(ctx, refreshed));
  if (readmitted) return readmitted;
  if (refreshed) ctx.outgoing.session = null;
  return throttle(ctx.store, addressCount(ctx.client.ip));
}

/** Null when there is no such session any more: then it is a stranger who counts, by address. */
async function admitPerson(ctx: Context, claims: AccessClaims): Promise<Throttled | null> {
  const counted = personCount(claims.userId);
  const [actor, throttled] = await Promise.all([findSessionView(ctx, claims), throttle(ctx.store, counted)]);
  ctx.actor = actor;
  if (actor) return throttled;
  // A dead token must not use up the living one's share.
  if (throttled.refusal === null) await uncount(ctx.store, counted);
  return null;
}
