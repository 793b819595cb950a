import { setTimeout as pause } from 'node:timers/promises';
import { patiently, type Tx } from '@/lib/infra/db';
import { type HandOver, MAIL_DEADLINE_MS, type MailTransport } from '@/lib/infra/mail/outgoing-mail';
import { renderMail } from '@/lib/infra/mail/render-mail';
import type { Context } from './context';
import {
  type Attempt,
  type DueMail,
  forget,
  giveUpUnanswered,
  idsOutOfHand,
  letGo,
  noteHandOver,
  noteOutcome,
  noteWhatEnded,
  type Outcome,
} from './mail-outcome';
import { openPayload } from './outbox';

/** Mails on their way at the same time from one process; each holds a database connection until it is handed over. */
const AT_A_TIME = 3;

/** How often it is looked for more while a mail is on its way, in milliseconds: whoever pokes now is not heard before the end. */
const LOOK_AGAIN_MS = 1_000;

type Delivered = { sent: number; failed: number };

/**
 * Delivers what is due until nothing is, or `signal` asks to end: then what is under way is the last. Several processes
 * may do so at once: each mail is in one pair of hands. Throws what broke, once the rest has ended.
 */
export async function deliverDueMail(ctx: Context, transport: MailTransport, signal?: AbortSignal): Promise<Delivered> {
  await noteWhatEnded(ctx);
  await giveUpUnanswered(ctx);
  const done: Delivered = { sent: 0, failed: 0 };
  const underWay = new Set<Promise<void>>();
  const broken: unknown[] = [];

  const count = (outcome: Outcome | null) => {
    if (outcome) done[outcome.error === undefined ? 'sent' : 'failed'] += 1;
  };
  /** Resolves when a mail is locked, to true, or when none was found. */
  const takeNext = () =>
    new Promise<boolean>((found) => {
      const delivery = deliverNext(ctx, transport, () => found(true))
        .then(count, (error: unknown) => void broken.push(error))
        .finally(() => {
          underWay.delete(delivery);
          found(false);
        });
      underWay.add(delivery);
    });

  for (;;) {
    if (signal?.aborted || broken.length > 0) break;
    const isFound = await takeNext();
    if (underWay.size === 0 && !isFound) break;
    if (!isFound) await Promise.race([pause(LOOK_AGAIN_MS, undefined, { ref: false }), ...underWay]);
    else if (underWay.size >= AT_A_TIME) await Promise.race(underWay);
  }
  await Promise.all(underWay);
  if (broken.length > 0) throw broken[0];
  return done;
}

/**
 * Tries the mail that is due for longest; null when there is none. `taken` is called when it is found.
 *
 * The row stays locked until its mail is handed over. Whatever ends this process before that, even kill -9, ends its
 * connection and with it the lock: the mail is at once anybody's to take up again. With the last byte the lock goes, and
 * the row says so: from then on the mail would be a second one, whoever took it up.
 */
async function deliverNext(ctx: Context, transport: MailTransport, taken: () => void): Promise<Outcome | null> {
  const begun = await patiently(ctx.db).$transaction(
    async (db) => {
      const mail = await lockDueMail(ctx, db);
      if (!mail) return null;
      taken();
      return begin(ctx, db, transport, mail);
    },
    { timeout: MAIL_DEADLINE_MS + 5_000 },
  );
  if (!begun) return null;
  const { attempt, ended, isEnded } = begun;
  const outcome = await ended;
  if (!isEnded) await noteOutcome(ctx, ctx.db, attempt, outcome);
  forget(attempt);
  return outcome;
}

async function lockDueMail(ctx: Context, db: Tx): Promise<DueMail | undefined> {
  const [mail] = await db.$queryRaw<DueMail[]>`
    SELECT m.id, m.template, m.payload, m.attempts, m.next_attempt_at AS "nextAttemptAt", u.email
    FROM outbox_mails m JOIN users u ON u.id = m.user_id
    WHERE m.status = 'queued' AND m.next_attempt_at <= ${ctx.now()} AND m.id <> ALL (${idsOutOfHand()}::uuid[])
    ORDER BY m.next_attempt_at LIMIT 1 FOR UPDATE OF m SKIP LOCKED`;
  return mail;
}

type Begun = { attempt: Attempt; ended: Promise<Outcome>; isEnded: boolean };

/** Sends a locked mail, as far as the lock is wanted: to its end, or until only the answer is missing. */
async function begin(ctx: Context, db: Tx, transport: MailTransport, mail: DueMail): Promise<Begun> {
  const attempt: Attempt = { mail };
  let after: HandOver['after'] = () => undefined;
  const handedOver = new Promise<void>((resolve) => {
    after = () => {
      letGo(attempt);
      resolve();
    };
  });
  const before = () => noteHandOver(ctx, db, attempt);
  const ended = send(transport, attempt, { before, after });
  const outcome = await Promise.race([ended, handedOver]);
  if (outcome) await noteOutcome(ctx, db, attempt, outcome);
  return { attempt, ended, isEnded: outcome !== undefined };
}

async function send(transport: MailTransport, attempt: Attempt, handOver: HandOver): Promise<Outcome> {
  attempt.outcome = await transportOf(transport, attempt.mail, handOver).then(
    () => ({}),
    (error: unknown) => ({ error }),
  );
  // Where nobody is told of the last byte, a mail that was taken is out of our hands now.
  if (attempt.outcome.error === undefined) letGo(attempt);
  return attempt.outcome;
}

async function transportOf(transport: MailTransport, mail: DueMail, handOver: HandOver): Promise<void> {
  const props = openPayload(mail.payload);
  const rendered = await renderMail(mail.template, props);
  // Whoever is greeted is named on the envelope too; a pending person's stored names may be another registrant's.
  const to = { name: props.firstName, address: mail.email };
  await transport.send({ id: mail.id, to, ...rendered }, handOver);
}
