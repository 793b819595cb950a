import { setTimeout as pause } from 'node:timers/promises';
import { addSeconds } from '@/lib/core/time';
import { type Db, patiently, type Tx } from '@/lib/infra/db';
import { MailError } from '@/lib/infra/mail/mail-error';
import {
  ANSWER_DEADLINE_MS,
  type HandOver,
  MAIL_DEADLINE_MS,
  type MailTransport,
} from '@/lib/infra/mail/outgoing-mail';
import { renderMail } from '@/lib/infra/mail/render-mail';
import type { Context } from './context';
import { openPayload } from './outbox';

const MINUTE = 60;
const HOUR = 60 * MINUTE;

/** How long after the n-th failed attempt the next one begins, in seconds. They add up to a day; then a mail is dead. */
const RETRY_AFTER_SECONDS = [5, 30, 2 * MINUTE, 10 * MINUTE, 30 * MINUTE, HOUR, 3 * HOUR, 6 * HOUR, 13 * HOUR];

/** Mails on their way at the same time from one process; each holds a database connection meanwhile. */
const LANES = 3;

/** How often who has nothing to send looks again while another mail is on its way: nobody else would till it has ended. */
const LOOK_AGAIN_MS = 1_000;

/** When nobody waits any more for the answer to a mail that was handed over: then what waited has ended. */
const UNANSWERED_AFTER_SECONDS = (2 * ANSWER_DEADLINE_MS) / 1000;

/** What is kept of such a mail in place of an error. */
const UNANSWERED =
  'The mail server had all of it, but the process that waited for its answer ended. It has most likely arrived.';

/**
 * Attempts that succeeded while PostgreSQL went away, by the mail's id, so that their rows do not say so yet: what was taken
 * is not sent again. One that is asked for anew later is another attempt.
 */
const takenUnnoted = new Map<string, number>();

type DueMail = { id: string; template: string; payload: string; attempts: number; email: string };

type Delivered = { sent: number; failed: number };

/** How an attempt ended: with an error, or without. */
type Outcome = { error?: unknown };

/**
 * Delivers what is due until nothing is, or `signal` asks to end: then what is under way is the last. Several processes
 * may do so at once: each mail is in one pair of hands.
 */
export async function deliverDueMail(ctx: Context, transport: MailTransport, signal?: AbortSignal): Promise<Delivered> {
  await noteTaken(ctx);
  await giveUpUnanswered(ctx);
  const done: Delivered = { sent: 0, failed: 0 };
  const sending = new Set<string>();
  const lane = async () => {
    for (;;) {
      const outcome = await deliverNext(ctx, transport, sending);
      if (outcome) done[outcome.error === undefined ? 'sent' : 'failed'] += 1;
      else if (sending.size === 0) return;
      else await pause(LOOK_AGAIN_MS, undefined, { signal }).catch(() => undefined);
      if (signal?.aborted) return;
    }
  };
  // One that breaks does not end the others, and the run is over when all are.
  const ends = await Promise.allSettled(Array.from({ length: LANES }, lane));
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
  return done;
}

/**
 * The row stays locked until its mail is handed over. Whatever ends this process before that, even kill -9, ends its
 * connection and with it the lock: the mail is at once anybody's to take up again. With the last byte the lock goes, and
 * the row says so: from then on the mail would be a second one, whoever took it up.
 */
async function deliverNext(ctx: Context, transport: MailTransport, sending: Set<string>): Promise<Outcome | null> {
  let id = '';
  try {
    const underWay = await patiently(ctx.db).$transaction(
      async (db) => {
        const mail = await lockDueMail(ctx, db);
        if (!mail) return null;
        sending.add((id = mail.id));
        return begin(ctx, db, transport, mail);
      },
      { timeout: MAIL_DEADLINE_MS + 5_000 },
    );
    if (!underWay) return null;
    const outcome = await underWay.outcome;
    if (!underWay.isRecorded) await recordOutcome(ctx, ctx.db, underWay.mail, outcome);
    takenUnnoted.delete(id);
    return outcome;
  } finally {
    sending.delete(id);
  }
}

type UnderWay = { mail: DueMail; outcome: Promise<Outcome>; isRecorded: boolean };

/** Sends a locked mail, as far as the lock is wanted: to its outcome, or until only that is missing. */
async function begin(ctx: Context, db: Tx, transport: MailTransport, mail: DueMail): Promise<UnderWay> {
  if (takenUnnoted.get(mail.id) === mail.attempts) {
    await recordSent(ctx, db, mail);
    return { mail, outcome: Promise.resolve({}), isRecorded: true };
  }
  const { outcome, handedOver } = attempt(transport, mail, () => recordHandedOver(ctx, db, mail));
  const ended = await Promise.race([outcome, handedOver]);
  if (ended) await recordOutcome(ctx, db, mail, ended);
  return { mail, outcome, isRecorded: ended !== undefined };
}

async function lockDueMail(ctx: Context, db: Tx): Promise<DueMail | undefined> {
  const [mail] = await db.$queryRaw<DueMail[]>`
    SELECT m.id, m.template, m.payload, m.attempts, u.email
    FROM outbox_mails m JOIN users u ON u.id = m.user_id
    WHERE m.status = 'queued' AND m.next_attempt_at <= ${ctx.now()}
    ORDER BY m.next_attempt_at LIMIT 1 FOR UPDATE OF m SKIP LOCKED`;
  return mail;
}

type Attempt = { outcome: Promise<Outcome>; handedOver: Promise<void> };

/** Begins to send a mail; `before` is waited for when only its last bytes are missing. */
function attempt(transport: MailTransport, mail: DueMail, before: HandOver['before']): Attempt {
  let after: HandOver['after'] = () => undefined;
  const handedOver = new Promise<void>((resolve) => (after = resolve));
  return { outcome: send(transport, mail, { before, after }), handedOver };
}

async function send(transport: MailTransport, mail: DueMail, handOver: HandOver): Promise<Outcome> {
  try {
    const props = openPayload(mail.payload);
    const rendered = await renderMail(mail.template, props);
    // Whoever is greeted is named on the envelope too; a pending person's stored names may be another registrant's.
    const to = { name: props.firstName, address: mail.email };
    await transport.send({ id: mail.id, to, ...rendered }, handOver);
    takenUnnoted.set(mail.id, mail.attempts);
    return {};
  } catch (error) {
    return { error };
  }
}

/** Takes effect when the transaction around it commits, right after the last byte. */
async function recordHandedOver(ctx: Context, db: Tx, mail: DueMail): Promise<void> {
  const nextAttemptAt = addSeconds(ctx.now(), UNANSWERED_AFTER_SECONDS);
  const attempts = mail.attempts + 1;
  await db.outboxMail.update({ where: { id: mail.id }, data: { status: 'handed_over', attempts, nextAttemptAt } });
}

async function recordOutcome(ctx: Context, db: Tx | Db, mail: DueMail, { error }: Outcome): Promise<void> {
  if (error === undefined) await recordSent(ctx, db, mail);
  else await recordFailure(ctx, db, mail, error);
}

async function recordSent(ctx: Context, db: Tx | Db, mail: DueMail): Promise<void> {
  await db.outboxMail.updateMany({
    where: { id: mail.id },
    data: { status: 'sent', sentAt: ctx.now(), attempts: mail.attempts + 1, payload: null, lastError: null },
  });
}

async function recordFailure(ctx: Context, db: Tx | Db, mail: DueMail, error: unknown): Promise<void> {
  const retryAfterSeconds = RETRY_AFTER_SECONDS[mail.attempts];
  const isDead = retryAfterSeconds === undefined || (error instanceof MailError && error.isPermanent);
  const attempts = mail.attempts + 1;
  ctx.log.warn({ requestId: causeOf(mail), mail: mail.id, attempts, isDead, err: error }, 'a mail was not delivered');
  await db.outboxMail.updateMany({
    where: { id: mail.id },
    data: {
      status: isDead ? 'dead' : 'queued',
      attempts,
      nextAttemptAt: addSeconds(ctx.now(), retryAfterSeconds ?? 0),
      lastError: error instanceof MailError ? error.message : 'The mail could not be made.',
    },
  });
}

/** The id of the request that asked for a mail; undefined when its payload cannot be opened any more. */
function causeOf({ payload }: DueMail): string | undefined {
  try {
    return openPayload(payload).request.id;
  } catch {
    return undefined;
  }
}

/** Writes down what was handed over and taken, where PostgreSQL went away before that could be said. */
async function noteTaken(ctx: Context): Promise<void> {
  for (const [id, earlier] of takenUnnoted) {
    const attempts = earlier + 1;
    const { count } = await ctx.db.outboxMail.updateMany({
      where: { id, attempts, status: 'handed_over' },
      data: { status: 'sent', sentAt: ctx.now(), payload: null, lastError: null },
    });
    if (count > 0) takenUnnoted.delete(id);
  }
}

/**
 * Puts mails aside whose sender ended before it heard an answer. The mail server has had all of such a mail, so it has
 * most likely arrived: whether it goes out again is for somebody to say who can ask.
 */
async function giveUpUnanswered(ctx: Context): Promise<void> {
  const { count } = await ctx.db.outboxMail.updateMany({
    where: { status: 'handed_over', nextAttemptAt: { lte: ctx.now() } },
    data: { status: 'dead', lastError: UNANSWERED },
  });
  if (count > 0) ctx.log.warn({ mails: count }, 'mails were handed over, and nobody heard the answer');
}
