import { refreshClaims } from '@/lib/domain/authentication';
import type { Context } from '@/lib/domain/context';
import { completeSessionView, viewKeys } from '@/lib/domain/session-view';
import { addressCount, personCount, throttle, throttleAndRead, uncount, type Throttled } from '@/lib/domain/throttle';
import { openAccessToken, type AccessClaims } from '@/lib/domain/tokens';
import type { UseCase } from '@/lib/domain/use-case';
import { recognizedActor } from './request-scope';

/**
 * What every operation passes, whichever way it is called: who is it, and is it one request too many. With a live access
 * token both questions are one command to Redis, and none to PostgreSQL.
 */
export async function admit(useCase: Pick<UseCase, 'silentRefresh'>, ctx: Context): Promise<Throttled> {
  const recognized = recognizedActor(ctx.incoming.access);
  if (recognized !== undefined) {
    ctx.actor = recognized;
    return throttle(ctx.store, recognized ? personCount(recognized.person.id) : addressCount(ctx.client.ip));
  }
  const presented = openAccessToken(ctx.incoming.access, ctx.now());
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
  const { throttled, views } = await throttleAndRead(ctx.store, counted, viewKeys(claims));
  const found = completeSessionView(ctx, claims, views);
  // Awaiting what is there already is not free, and this is on the way of every request.
  ctx.actor = found instanceof Promise ? await found : found;
  if (ctx.actor) return throttled;
  // A dead token must not use up the living one's share.
  if (throttled.refusal === null) await uncount(ctx.store, counted);
  return null;
}
