import { addSeconds } from '@/lib/core/time';
import type { Db, Tx } from '@/lib/infra/db';
import { MailError, UNANSWERED } from '@/lib/infra/mail/mail-error';
import { ANSWER_DEADLINE_MS } from '@/lib/infra/mail/outgoing-mail';
import type { Prisma } from '@/prisma/generated/client';
import type { Context } from './context';
import { openPayload } from './outbox';

const MINUTE = 60;
const HOUR = 60 * MINUTE;

/** How long after the n-th failed attempt the next one begins, in seconds. They add up to a day; then a mail is dead. */
const RETRY_AFTER_SECONDS = [5, 30, 2 * MINUTE, 10 * MINUTE, 30 * MINUTE, HOUR, 3 * HOUR, 6 * HOUR, 13 * HOUR];

/** When nobody waits any more for the answer to a mail that was handed over: then what waited has ended. */
const UNANSWERED_AFTER_SECONDS = (2 * ANSWER_DEADLINE_MS) / 1000;

export type DueMail = {
  id: string;
  template: string;
  payload: string;
  attempts: number;
  nextAttemptAt: Date;
  email: string;
};

/** How an attempt ended: with an error, or without. */
export type Outcome = { error?: unknown };

/**
 * One attempt at a mail, and what its row says of it:
 *
 * | status        | attempts | next_attempt_at | what it means                                                          |
 * | ------------- | -------- | --------------- | ---------------------------------------------------------------------- |
 * | `queued`      | n        | when it is due  | nobody has it, or whoever locked the row and has not handed it over      |
 * | `handed_over` | n + 1    | `answerDueAt`   | the mail server has it; whoever handed it over waits for the answer      |
 * | `queued`      | n + 1    | later           | it failed                                                              |
 * | `sent`        | n + 1    |                 | it was taken: no way leads from here                                   |
 * | `dead`        | n + 1    |                 | it was given up; one that nobody answered keeps its `answerDueAt`        |
 */
export type Attempt = {
  mail: DueMail;
  /** Set when it is about to be handed over. */
  answerDueAt?: Date;
  /** Set when it has ended. */
  outcome?: Outcome;
};

/**
 * Attempts of this process whose mail is out of our hands, until their rows say how they ended. Where PostgreSQL goes away
 * meanwhile, a row may say that its mail is due: to nobody here.
 */
const outOfHand = new Map<string, Attempt>();

/** From now on the mail server, or whoever sends for us, has or may have it. */
export function letGo(attempt: Attempt): void {
  outOfHand.set(attempt.mail.id, attempt);
}

/** Its row says how it ended. */
export function forget({ mail }: Attempt): void {
  outOfHand.delete(mail.id);
}

/** The ids of mails that are not to be taken up here. */
export function idsOutOfHand(): string[] {
  return [...outOfHand.keys()];
}

/** Takes effect when the transaction around it commits, right after the last byte. */
export async function noteHandOver(ctx: Context, db: Tx, attempt: Attempt): Promise<void> {
  const { id, attempts } = attempt.mail;
  attempt.answerDueAt = addSeconds(ctx.now(), UNANSWERED_AFTER_SECONDS);
  const data = { status: 'handed_over', attempts: attempts + 1, nextAttemptAt: attempt.answerDueAt } as const;
  await db.outboxMail.update({ where: { id }, data });
}

/** Writes down how an attempt ended, unless something newer is known of its mail. */
export async function noteOutcome(ctx: Context, db: Tx | Db, attempt: Attempt, { error }: Outcome): Promise<void> {
  if (error === undefined) await noteSent(ctx, db, attempt);
  else await noteFailure(ctx, db, attempt, error);
}

/** What was taken was taken, whatever its row says by then. */
async function noteSent(ctx: Context, db: Tx | Db, { mail: { id, attempts } }: Attempt): Promise<void> {
  await db.outboxMail.updateMany({
    where: { id, status: { not: 'sent' } },
    data: { status: 'sent', sentAt: ctx.now(), attempts: attempts + 1, payload: null, lastError: null },
  });
}

async function noteFailure(ctx: Context, db: Tx | Db, attempt: Attempt, error: unknown): Promise<void> {
  const { mail } = attempt;
  const retryAfterSeconds = RETRY_AFTER_SECONDS[mail.attempts];
  const isDead = retryAfterSeconds === undefined || (error instanceof MailError && error.isPermanent);
  const attempts = mail.attempts + 1;
  ctx.log.warn({ requestId: causeOf(mail), mail: mail.id, attempts, isDead, err: error }, 'a mail was not delivered');
  await db.outboxMail.updateMany({
    where: { id: mail.id, OR: rowsOf(attempt) },
    data: {
      status: isDead ? 'dead' : 'queued',
      attempts,
      nextAttemptAt: addSeconds(ctx.now(), retryAfterSeconds ?? 0),
      lastError: error instanceof MailError ? error.message : 'The mail could not be made.',
    },
  });
}

/** How the row stands while nothing has happened to its mail since this attempt; also where somebody has given that up. */
function rowsOf({ mail: { attempts, nextAttemptAt }, answerDueAt }: Attempt): Prisma.OutboxMailWhereInput[] {
  const before: Prisma.OutboxMailWhereInput = { status: 'queued', attempts, nextAttemptAt };
  if (!answerDueAt) return [before];
  return [before, { status: { in: ['handed_over', 'dead'] }, attempts: attempts + 1, nextAttemptAt: answerDueAt }];
}

/** The id of the request that asked for a mail; undefined when its payload cannot be opened any more. */
function causeOf({ payload }: DueMail): string | undefined {
  try {
    return openPayload(payload).request.id;
  } catch {
    return undefined;
  }
}

/** Writes down how attempts ended, where PostgreSQL went away before that could be said. */
export async function noteWhatEnded(ctx: Context): Promise<void> {
  for (const attempt of outOfHand.values()) {
    if (!attempt.outcome) continue;
    await noteOutcome(ctx, ctx.db, attempt, attempt.outcome);
    forget(attempt);
  }
}

/**
 * Puts mails aside whose sender ended before it heard an answer: whether one of them goes out again is for somebody to say
 * who can ask.
 */
export async function giveUpUnanswered(ctx: Context): Promise<void> {
  const { count } = await ctx.db.outboxMail.updateMany({
    where: { status: 'handed_over', nextAttemptAt: { lte: ctx.now() } },
    data: { status: 'dead', lastError: UNANSWERED },
  });
  if (count > 0) ctx.log.warn({ mails: count }, 'mails were handed over, and nobody heard the answer');
}
