import { addSeconds } from '@/lib/core/time';
import type { Tx } from '@/lib/infra/db';
import { MailError } from '@/lib/infra/mail/mail-error';
import { MAIL_DEADLINE_MS, type MailTransport } from '@/lib/infra/mail/outgoing-mail';
import { renderMail } from '@/lib/infra/mail/render-mail';
import type { Context } from './context';
import { openPayload } from './outbox';

const MINUTE = 60;
const HOUR = 60 * MINUTE;

/** How long after the n-th failed attempt the next one begins, in seconds. They add up to a day; then a mail is dead. */
const RETRY_AFTER_SECONDS = [5, 30, 2 * MINUTE, 10 * MINUTE, 30 * MINUTE, HOUR, 3 * HOUR, 6 * HOUR, 13 * HOUR];

/** Mails on their way at the same time from one process; each holds a database connection meanwhile. */
const LANES = 3;

type DueMail = { id: string; template: string; payload: string; attempts: number; email: string };

type Delivered = { sent: number; failed: number };

/**
 * Delivers what is due until nothing is, or `signal` asks to end: then what is under way is the last. Several processes
 * may do so at once: each mail is in one pair of hands.
 */
export async function deliverDueMail(ctx: Context, transport: MailTransport, signal?: AbortSignal): Promise<Delivered> {
  const done: Delivered = { sent: 0, failed: 0 };
  const drain = async () => {
    for (let outcome = await deliverNext(ctx, transport); outcome; outcome = await deliverNext(ctx, transport)) {
      done[outcome] += 1;
      if (signal?.aborted) return;
    }
  };
  await Promise.all(Array.from({ length: LANES }, drain));
  return done;
}

/**
 * The row stays locked while its mail is under way. Whatever ends this process, even kill -9, ends its connection and
 * with it the lock: the mail is at once anybody's to take up again.
 */
async function deliverNext(ctx: Context, transport: MailTransport): Promise<keyof Delivered | null> {
  const deliver = async (db: Tx): Promise<keyof Delivered | null> => {
    const [mail] = await db.$queryRaw<DueMail[]>`
      SELECT m.id, m.template, m.payload, m.attempts, u.email
      FROM outbox_mails m JOIN users u ON u.id = m.user_id
      WHERE m.status = 'queued' AND m.next_attempt_at <= ${ctx.now()}
      ORDER BY m.next_attempt_at LIMIT 1 FOR UPDATE OF m SKIP LOCKED`;
    if (!mail) return null;
    const failure = await attempt(transport, mail);
    if (failure === null) await recordSent(ctx, db, mail);
    else await recordFailure(ctx, db, mail, failure);
    return failure === null ? 'sent' : 'failed';
  };
  return ctx.db.$transaction(deliver, { timeout: MAIL_DEADLINE_MS + 5_000 });
}

async function attempt(transport: MailTransport, mail: DueMail): Promise<{ error: unknown } | null> {
  try {
    const props = openPayload(mail.payload);
    const rendered = await renderMail(mail.template, props);
    // Whoever is greeted is named on the envelope too; a pending person's stored names may be another registrant's.
    await transport.send({ id: mail.id, to: { name: props.firstName, address: mail.email }, ...rendered });
    return null;
  } catch (error) {
    return { error };
  }
}

async function recordSent(ctx: Context, db: Tx, mail: DueMail): Promise<void> {
  await db.outboxMail.update({
    where: { id: mail.id },
    data: { status: 'sent', sentAt: ctx.now(), attempts: mail.attempts + 1, payload: null, lastError: null },
  });
}

async function recordFailure(ctx: Context, db: Tx, mail: DueMail, { error }: { error: unknown }): Promise<void> {
  const retryAfterSeconds = RETRY_AFTER_SECONDS[mail.attempts];
  const isDead = retryAfterSeconds === undefined || (error instanceof MailError && error.isPermanent);
  const attempts = mail.attempts + 1;
  ctx.log.warn({ requestId: causeOf(mail), mail: mail.id, attempts, isDead, err: error }, 'a mail was not delivered');
  await db.outboxMail.update({
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
