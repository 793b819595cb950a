import { addSeconds } from '@/lib/core/time';
import { MailError } from '@/lib/infra/mail/mail-error';
import { renderMail } from '@/lib/infra/mail/render-mail';
import type { MailTransport } from '@/lib/infra/mail/outgoing-mail';
import type { Context } from './context';
import { openPayload } from './outbox';

const MINUTE = 60;
const HOUR = 60 * MINUTE;

/**
 * How long after the n-th attempt the next one may begin, in seconds; after the last, the mail is dead. They add up to
 * a day. The first is also the lease of an attempt: longer than any transport may take, so that nobody else begins
 * while one is under way, and short, so that a mail whose sender was killed is soon taken up again.
 */
const RETRY_AFTER_SECONDS = [20, MINUTE, 5 * MINUTE, 15 * MINUTE, HOUR, 3 * HOUR, 6 * HOUR, 13 * HOUR];

/** Sent at the same time: each has the whole of its lease, however slow the mail server is. */
const BATCH = 10;

type Claimed = { id: string; template: string; payload: string; attempts: number; email: string };

/** Delivers what is due, batch by batch, until nothing is; several processes may do so at once. */
export async function deliverDueMail(
  ctx: Context,
  transport: MailTransport,
): Promise<{ sent: number; failed: number }> {
  const done = { sent: 0, failed: 0 };
  for (;;) {
    const batch = await claimBatch(ctx);
    if (batch.length === 0) return done;
    const outcomes = await Promise.all(batch.map((mail) => deliver(ctx, transport, mail)));
    done.sent += outcomes.filter(Boolean).length;
    done.failed += outcomes.filter((isSent) => !isSent).length;
  }
}

/** Takes due mails for this process: each is invisible to the others until its next attempt would begin. */
async function claimBatch(ctx: Context): Promise<Claimed[]> {
  const now = ctx.now();
  return ctx.db.$queryRaw<Claimed[]>`
    UPDATE outbox_mails m
    SET attempts = m.attempts + 1,
        next_attempt_at = ${now}::timestamptz + make_interval(secs => (${RETRY_AFTER_SECONDS}::int[])[LEAST(m.attempts + 1, ${RETRY_AFTER_SECONDS.length}::int)])
    FROM users u
    WHERE u.id = m.user_id AND m.id IN (
      SELECT id FROM outbox_mails WHERE status = 'queued' AND next_attempt_at <= ${now}
      ORDER BY next_attempt_at LIMIT ${BATCH} FOR UPDATE SKIP LOCKED
    )
    RETURNING m.id, m.template, m.payload, m.attempts, u.email`;
}

async function deliver(ctx: Context, transport: MailTransport, mail: Claimed): Promise<boolean> {
  try {
    const props = await openPayload(mail.payload);
    const rendered = await renderMail(mail.template, props);
    // Whoever is greeted is named on the envelope too; a pending person's stored names may be another registrant's.
    await transport.send({ id: mail.id, to: { name: props.firstName, address: mail.email }, ...rendered });
    await ctx.db.outboxMail.update({
      where: { id: mail.id },
      data: { status: 'sent', sentAt: ctx.now(), payload: null, lastError: null },
    });
    return true;
  } catch (error) {
    await recordFailure(ctx, mail, error);
    return false;
  }
}

async function recordFailure(ctx: Context, mail: Claimed, error: unknown): Promise<void> {
  const isLast = mail.attempts > RETRY_AFTER_SECONDS.length;
  const isDead = isLast || (error instanceof MailError && error.isPermanent);
  ctx.log.warn({ mail: mail.id, attempts: mail.attempts, isDead, err: error }, 'a mail was not delivered');
  await ctx.db.outboxMail.update({
    where: { id: mail.id },
    data: {
      status: isDead ? 'dead' : 'queued',
      lastError: error instanceof MailError ? error.message : 'The mail could not be made.',
      ...(error instanceof MailError && { nextAttemptAt: retryAt(ctx, mail) }),
    },
  });
}

/** A failure that was seen is retried on schedule from now, not from when the attempt began. */
function retryAt(ctx: Context, mail: Claimed): Date {
  return addSeconds(ctx.now(), RETRY_AFTER_SECONDS[mail.attempts - 1] ?? 0);
}
