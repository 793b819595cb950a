import { getEnv } from '@/lib/core/env';
import { sha256 } from '@/lib/core/keyed-hash';
import { addSeconds } from '@/lib/core/time';
import { count } from '@/lib/infra/metrics';
import { recordAudit } from './audit';
import { inTransaction, type Context } from './context';
import { isKnownDead, rememberDead } from './dead-tokens';
import { enqueueMail } from './outbox';
import { REFRESH_TOKEN_ANSWERS, refreshTokenState, type RefreshTokenFacts } from './session-machine';
import { revokeSessions, sealPair, tokenLives } from './sessions';
import { isSuspended, SUSPENSION_SELECT } from './suspension';
import { openRefreshToken, successorOf, type AccessClaims, type IssuedTokens } from './tokens';

export type Refreshed = { sessionId: string; userId: string; tokens: IssuedTokens };

type Owner = { sessionId: string; userId: string; remember: boolean; sessionExpiresAt: Date };

type KnownToken = RefreshTokenFacts & { owner: Owner };

/**
 * The only place where a session is prolonged: does what REFRESH_TOKEN_ANSWERS says about the presented token, and has
 * the answer of the request carry the new cookies, or clear the dead ones. Null: refused.
 */
export async function refreshSession(ctx: Context): Promise<Refreshed | null> {
  const jti = presentedToken(ctx);
  const rotated = jti && (await rotate(ctx, jti, ctx.now()));
  if (rotated) {
    count('refreshes', { state: 'live' });
    return issue(ctx, rotated, successorOf(jti));
  }
  const { known, state, answer } = await judge(ctx, jti);
  count('refreshes', { state });
  if (jti !== null && known && answer === 'repeat') return issue(ctx, known.owner, await liveSuccessor(ctx, jti));
  if (known && answer === 'revoke') await endStolenSession(ctx, known.owner);
  if (answer !== 'ignore') ctx.outgoing.session = null;
  return null;
}

/** The id in the presented refresh token; null where there is none, or one that is known to be dead. */
function presentedToken(ctx: Context): string | null {
  const jti = openRefreshToken(ctx.incoming.refresh, ctx.now());
  return jti !== null && !isKnownDead(jti) ? jti : null;
}

async function judge(ctx: Context, jti: string | null) {
  const known = jti === null ? null : await findToken(ctx, jti);
  const state = refreshTokenState(known, ctx.now(), getEnv().REFRESH_GRACE_SECONDS);
  // Whoever is only barred may come back, and who is superseded is judged anew after the grace.
  const isOver = state === 'unknown' || state === 'expired' || (state === 'orphaned' && known?.session.revokedAt);
  if (jti !== null && isOver) rememberDead(jti);
  return { known, state, answer: REFRESH_TOKEN_ANSWERS[state].answer };
}

function issue(ctx: Context, owner: Owner, jti: string): Refreshed {
  const now = ctx.now();
  const tokens = sealPair(owner, jti, now, tokenLives(now, owner.sessionExpiresAt));
  ctx.outgoing.session = tokens;
  return { sessionId: owner.sessionId, userId: owner.userId, tokens };
}

/** Whose the presented refresh token is, if it would be taken now. Only looks: nothing is spent. */
export async function peekRefreshToken(ctx: Context): Promise<AccessClaims | null> {
  const { known, answer } = await judge(ctx, presentedToken(ctx));
  return answer === 'rotate' || answer === 'repeat' ? (known?.owner ?? null) : null;
}

/**
 * Spends a live token and puts its successor in its place, in one statement: of racing requests, one does. It stands
 * in a transaction, since a PostgreSQL that hangs would still do a statement of its own when it goes on, long after we
 * gave it up: the token would be spent with its successor in nobody's hands, and its owner taken for a thief. (Prisma
 * sends a list of one, `$transaction([swap])`, without any.)
 */
async function rotate(ctx: Context, jti: string, now: Date): Promise<Owner | null> {
  const idleEnd = addSeconds(now, getEnv().REFRESH_TOKEN_SECONDS);
  const [owner = null] = await inTransaction(
    ctx,
    (tx) => tx.db.$queryRaw<Owner[]>`
    WITH spent AS (
      UPDATE refresh_tokens t SET used_at = ${now}
      FROM sessions s JOIN users u ON u.id = s.user_id
      WHERE t.token_hash = ${sha256(jti)} AND t.used_at IS NULL AND t.expires_at > ${now}
        AND s.id = t.session_id AND s.revoked_at IS NULL AND s.expires_at > ${now}
        AND NOT suspension_holds(u.suspended_at, u.suspended_until, ${now})
        AND (s.registration_id IS NULL OR u.activated_at IS NULL)
      RETURNING t.session_id, s.user_id, s.remember, s.expires_at
    ), successor AS (
      INSERT INTO refresh_tokens (token_hash, session_id, created_at, expires_at)
      SELECT ${sha256(successorOf(jti))}, session_id, ${now}, LEAST(${idleEnd}, expires_at) FROM spent
    ), seen AS (
      UPDATE sessions SET last_seen_at = ${now} FROM spent WHERE sessions.id = spent.session_id
    )
    SELECT session_id AS "sessionId", user_id AS "userId", remember, expires_at AS "sessionExpiresAt" FROM spent`,
  );
  return owner;
}

async function findToken(ctx: Context, jti: string): Promise<KnownToken | null> {
  const token = await ctx.db.refreshToken.findUnique({
    where: { tokenHash: sha256(jti) },
    include: { session: { include: { user: { select: { ...SUSPENSION_SELECT, activatedAt: true } } } } },
  });
  if (!token) return null;
  const { usedAt, expiresAt, session } = token;
  const { id: sessionId, userId, remember, revokedAt, revokedReason, user } = session;
  const isOver = session.registrationId !== null && user.activatedAt !== null;
  const isBarred = isOver || isSuspended(user, ctx.now());
  return {
    usedAt,
    expiresAt,
    session: { revokedAt, revokedReason, expiresAt: session.expiresAt, isBarred },
    owner: { sessionId, userId, remember, sessionExpiresAt: session.expiresAt },
  };
}

/** Follows a spent token to the end of its line: each of them was spent after it, so that none is beyond the grace. */
async function liveSuccessor(ctx: Context, jti: string): Promise<string> {
  const successor = successorOf(jti);
  const token = await ctx.db.refreshToken.findUnique({
    where: { tokenHash: sha256(successor) },
    select: { usedAt: true },
  });
  return token?.usedAt ? liveSuccessor(ctx, successor) : successor;
}

async function endStolenSession(ctx: Context, { sessionId, userId }: Owner): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const ended = await revokeSessions(ctx, tx, { id: sessionId }, 'reuse_detected');
    if (ended.length === 0) return;
    tx.afterCommit(() => count('reuses', {}));
    const who = { subjectId: userId, actorId: null, sessionId };
    await recordAudit(tx.db, ctx, { event: 'session.reuse_detected', outcome: 'failure', ...who });
    const { firstName } = await tx.db.user.findUniqueOrThrow({ where: { id: userId }, select: { firstName: true } });
    const fillings = { firstName, loginLink: `${getEnv().APP_URL}/login` };
    await enqueueMail(ctx, tx, { userId, template: 'session-reuse', fillings });
  });
}
