import { refreshClaims } from '@/lib/domain/authentication';
import type { Context } from '@/lib/domain/context';
import { completeSessionView, findSessionView, viewKeys, type SessionView } from '@/lib/domain/session-view';
import {
  addressCount,
  personCount,
  pictureCount,
  sessionCount,
  throttle,
  throttleAndRead,
  uncount,
  type Counted,
  type Throttled,
} from '@/lib/domain/throttle';
import { openAccessToken, type AccessClaims } from '@/lib/domain/tokens';
import type { UseCase } from '@/lib/domain/use-case';
import { GOOD_FOR_MS, recognizedActor } from './request-scope';

/**
 * What every operation passes, whichever way it is called: who is it, and is it one request too many. With a live access
 * token both questions are one command to Redis, and none to PostgreSQL.
 */
export async function admit(useCase: Admitted, ctx: Context): Promise<Throttled> {
  const recognized = recognizedActor(ctx.incoming.access);
  if (recognized !== undefined) return admitRecognized(useCase, ctx, recognized);
  const presented = openAccessToken(ctx.incoming.access, ctx.now());
  const admitted = presented && (await admitPerson(useCase, ctx, presented));
  if (admitted) return admitted;
  const refreshed = useCase.silentRefresh === false ? null : await refreshClaims(ctx);
  const readmitted = refreshed && (await admitPerson(useCase, ctx, refreshed));
  if (readmitted) return readmitted;
  if (refreshed) ctx.outgoing.session = null;
  return throttle(ctx.store, addressCount(ctx.client.ip));
}

type Admitted = Pick<UseCase, 'silentRefresh' | 'countsFor'>;

function countOf({ countsFor }: Admitted, ctx: Context, { sessionId, userId }: AccessClaims): Counted {
  if (countsFor === 'address') return addressCount(ctx.client.ip);
  if (countsFor === 'pictures') return pictureCount(userId);
  return countsFor === 'session' ? sessionCount(sessionId) : personCount(userId);
}

function admitRecognized(useCase: Admitted, ctx: Context, actor: SessionView | null): Promise<Throttled> {
  ctx.actor = actor;
  const claims = actor && { sessionId: actor.id, userId: actor.person.id };
  return throttle(ctx.store, claims ? countOf(useCase, ctx, claims) : addressCount(ctx.client.ip));
}

/** The same for somebody who only looks at their session. */
export function admitSession(ctx: Context, claims: AccessClaims): Promise<Throttled | null> {
  return admitPerson({ countsFor: 'session' }, ctx, claims);
}

/** Null when there is no such session any more: then it is a stranger who counts, by address. */
async function admitPerson(useCase: Admitted, ctx: Context, claims: AccessClaims): Promise<Throttled | null> {
  const counted = countOf(useCase, ctx, claims);
  const { throttled, views } = await throttleAndRead(ctx.store, counted, viewKeys(claims));
  const found = completeSessionView(ctx, claims, views);
  // Awaiting what is there already is not free, and this is on the way of every request.
  ctx.actor = found instanceof Promise ? await found : found;
  if (ctx.actor) return throttled;
  // A dead token must not use up the living one's share.
  if (throttled.isCounted) await uncount(ctx.store, counted);
  return null;
}

/** Looks once more who is asking, if a body was a while in coming: their session may have ended since. */
export async function lookAgain(ctx: Context, sinceMs: number): Promise<void> {
  if (!ctx.actor || Date.now() - sinceMs < GOOD_FOR_MS) return;
  ctx.actor = await findSessionView(ctx, { sessionId: ctx.actor.id, userId: ctx.actor.person.id });
}
