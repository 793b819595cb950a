import { addSeconds } from '@/lib/core/time';
import { recordAudit } from './audit';
import { inTransaction, type Context, type Transaction } from './context';
import { enqueueMail } from './outbox';
import { issuePasswordLink } from './password-links';
import { lockPerson } from './people';
import { findPendingNames } from './pending-names';
import { isSuspended } from './suspension';

/** Requests that one run answers; what is left is for the next one. */
const ANSWERED_AT_MOST = 200;

/**
 * How long after its n-th failure a request is tried again, in seconds; after the last one it is given up, with an error
 * in the log: whoever waits for the mail has asked again by then.
 */
const RETRY_AFTER_SECONDS = [5, 30, 120, 600];

type DueRequest = {
  id: string;
  email: string;
  ip: string;
  userAgent: string;
  requestId: string;
  createdAt: Date;
  attempts: number;
};

/**
 * Notes that somebody asked for a reset link: one row, the same for every address. Whether it is anybody's is found out
 * after the answer has left, by {@link answerResetRequests}.
 */
export async function noteResetRequest(ctx: Context, tx: Transaction, email: string): Promise<void> {
  const now = ctx.now();
  const { ip, userAgent, requestId } = ctx.client;
  const data = { email, ip, userAgent, requestId, createdAt: now, nextAttemptAt: now };
  const { id: resetRequestId } = await tx.db.resetRequest.create({ data, select: { id: true } });
  await recordAudit(tx.db, ctx, { event: 'password.reset_requested', outcome: 'success' });
  tx.afterCommit(() => ctx.poke('answer-reset-requests', { resetRequestId }));
}

type Answered = { answered: number; failed: number };

/**
 * Answers what was asked for: a link by mail where there is an account that may have one, nothing otherwise; either way
 * the request is gone. Several processes may do so at once. A request that fails is put off and keeps nobody waiting.
 */
export async function answerResetRequests(ctx: Context, signal?: AbortSignal): Promise<Answered> {
  const done: Answered = { answered: 0, failed: 0 };
  for (let n = 0; n < ANSWERED_AT_MOST; n += 1) {
    if (signal?.aborted) break;
    const outcome = await answerNext(ctx);
    if (outcome === null) break;
    done[outcome] += 1;
  }
  return done;
}

async function answerNext(ctx: Context): Promise<keyof Answered | null> {
  let taken: DueRequest | undefined;
  try {
    await inTransaction(ctx, async (tx) => {
      taken = await takeNext(ctx, tx);
      if (taken) await answer(asWhoAsked(ctx, taken), tx, taken);
    });
    return taken ? 'answered' : null;
  } catch (error) {
    if (!taken) throw error;
    await putOff(ctx, taken, error);
    return 'failed';
  }
}

/** Its row is gone with the commit, and whatever ends this process before that brings it back. */
async function takeNext(ctx: Context, tx: Transaction): Promise<DueRequest | undefined> {
  const [request] = await tx.db.$queryRaw<DueRequest[]>`
    DELETE FROM reset_requests WHERE id = (
      SELECT id FROM reset_requests WHERE next_attempt_at <= ${ctx.now()}
      ORDER BY next_attempt_at, id LIMIT 1 FOR UPDATE SKIP LOCKED)
    RETURNING id, email, ip, user_agent AS "userAgent", request_id AS "requestId", created_at AS "createdAt", attempts`;
  return request;
}

/** The mail and the record say who asked: from where, with what, in which request. */
function asWhoAsked(ctx: Context, { ip, userAgent, requestId }: DueRequest): Context {
  return { ...ctx, client: { ip, userAgent, requestId } };
}

async function answer(ctx: Context, tx: Transaction, { email, createdAt }: DueRequest): Promise<void> {
  const found = await tx.db.user.findUnique({ where: { email }, select: { id: true } });
  if (!found) return;
  const person = await lockPerson(tx, found.id);
  const record = { event: 'password.reset_link_sent', subjectId: person.id, actorId: null, sessionId: null } as const;
  if (isSuspended(person, ctx.now())) {
    await recordAudit(tx.db, ctx, { ...record, outcome: 'failure', data: { refusal: 'account_suspended' } });
    return;
  }
  const names = person.activatedAt ? null : await findPendingNames(tx.db, person.id);
  const { firstName } = names ?? person;
  const issued = await issuePasswordLink(ctx, tx, person.id, 'reset');
  const fillings = { firstName, ...issued };
  await enqueueMail(ctx, tx, { userId: person.id, template: 'reset-password', fillings, askedAt: createdAt });
  await recordAudit(tx.db, ctx, { ...record, outcome: 'success' });
}

async function putOff(ctx: Context, { id, requestId, attempts }: DueRequest, error: unknown): Promise<void> {
  const retryAfterSeconds = RETRY_AFTER_SECONDS[attempts];
  if (retryAfterSeconds === undefined) {
    ctx.log.error({ requestId, err: error }, 'a request for a reset link was given up');
    await ctx.db.resetRequest.deleteMany({ where: { id } });
    return;
  }
  ctx.log.warn({ requestId, attempts: attempts + 1, err: error }, 'a request for a reset link is put off');
  const nextAttemptAt = addSeconds(ctx.now(), retryAfterSeconds);
  await ctx.db.resetRequest.updateMany({ where: { id }, data: { attempts: attempts + 1, nextAttemptAt } });
}
