import { Problem } from '@/lib/core/problem';
import type { Db, Tx } from '@/lib/infra/db';
import type { Prisma } from '@/prisma/generated/client';
import type { MailStatus } from '@/lib/shared/mail-words';
import { isUuid } from '@/lib/shared/schemas/fields';
import { COUNTED_TO } from '@/lib/shared/schemas/mails';
import { MANAGED_SELECT } from './managed-people';
import { findHoldsUntil } from './outbox';

/** Mails on a page. */
const PAGE_SIZE = 50;

const LISTED = {
  id: true,
  template: true,
  userId: true,
  payload: true,
  status: true,
  attempts: true,
  lastError: true,
  createdAt: true,
  nextAttemptAt: true,
  sentAt: true,
  user: { select: MANAGED_SELECT },
} as const satisfies Prisma.OutboxMailSelect;

/** A row of the outbox, with whom it is for. */
export type ListedMail = Prisma.OutboxMailGetPayload<{ select: typeof LISTED }>;

/** Whether one that is queued was tried before is no column of its own: the index tells. */
const FILTERS: Record<MailStatus, Prisma.OutboxMailWhereInput> = {
  queued: { status: 'queued', attempts: 0 },
  handed_over: { status: 'handed_over' },
  failed: { status: 'queued', attempts: { gt: 0 } },
  sent: { status: 'sent' },
  dead: { status: 'dead' },
};

export function mailStatusOf({ status, attempts }: Pick<ListedMail, 'status' | 'attempts'>): MailStatus {
  return status === 'queued' && attempts > 0 ? 'failed' : status;
}

type Page = { mails: ListedMail[]; nextCursor: string | null };

/** The newest mails, of one status where it is given, after the one that `cursor` names: ids are in the order of time. */
export async function readMailPage(
  db: Pick<Db, 'outboxMail'>,
  { status, cursor }: { status?: MailStatus | undefined; cursor?: string | undefined },
): Promise<Page> {
  const mails = await db.outboxMail.findMany({
    where: { ...(status && FILTERS[status]), ...(cursor !== undefined && { id: { lt: cursor } }) },
    select: LISTED,
    orderBy: { id: 'desc' },
    take: PAGE_SIZE + 1,
  });
  const page = mails.slice(0, PAGE_SIZE);
  return { mails: page, nextCursor: mails.length > PAGE_SIZE ? (page.at(-1)?.id ?? null) : null };
}

/** How many mails of each status there are; counting ends at {@link COUNTED_TO}. */
export async function countMails(db: Pick<Db, '$queryRaw'>): Promise<Record<MailStatus, number>> {
  const [counts] = await db.$queryRaw<[Record<MailStatus, number>]>`
    SELECT
      (SELECT count(*)::int FROM (SELECT FROM outbox_mails WHERE status = 'queued' AND attempts = 0 LIMIT ${COUNTED_TO}) q) AS queued,
      (SELECT count(*)::int FROM (SELECT FROM outbox_mails WHERE status = 'handed_over' LIMIT ${COUNTED_TO}) h) AS handed_over,
      (SELECT count(*)::int FROM (SELECT FROM outbox_mails WHERE status = 'queued' AND attempts > 0 LIMIT ${COUNTED_TO}) f) AS failed,
      (SELECT count(*)::int FROM (SELECT FROM outbox_mails WHERE status = 'sent' LIMIT ${COUNTED_TO}) s) AS sent,
      (SELECT count(*)::int FROM (SELECT FROM outbox_mails WHERE status = 'dead' LIMIT ${COUNTED_TO}) d) AS dead`;
  return counts;
}

const ERASED = 'What was in it is erased, so it cannot be sent again.';

/** Of a mail with a status in which none is sent again. */
const REFUSALS: Partial<Record<MailStatus, string>> = {
  queued: 'It is on its way already.',
  handed_over: 'The mail server has it, and has not said yet what it does with it.',
  sent: `It has been sent. ${ERASED}`,
};

/** Why a mail is not to be sent again now, in words; null where it may be. */
export function whyNotResend(mail: Pick<ListedMail, 'status' | 'attempts' | 'payload'>, now: Date): string | null {
  const refusal = REFUSALS[mailStatusOf(mail)];
  if (refusal !== undefined) return refusal;
  if (mail.payload === null) return ERASED;
  const until = findHoldsUntil(mail.payload);
  if (until === 'unreadable') return 'What is in it cannot be opened: the SECRET_KEY has changed since.';
  if (until === 'for good' || until > now) return null;
  return 'Its code or link has expired, so it would be good for nothing. A new one can be asked for, or sent from the person’s page.';
}

/**
 * A mail, locked until the end of the transaction. Throws `not_found`, and `conflict` where somebody holds it: whoever
 * sends it may hold it for as long as a mail server hangs, and nobody is to wait for that.
 */
export async function lockMail(db: Tx, id: string): Promise<ListedMail> {
  const locked = isUuid(id)
    ? await db.$queryRaw<unknown[]>`SELECT 1 FROM outbox_mails WHERE id = ${id}::uuid FOR UPDATE SKIP LOCKED`
    : [];
  const mail = isUuid(id) ? await db.outboxMail.findUnique({ where: { id }, select: LISTED }) : null;
  if (!mail) throw new Problem('not_found', { detail: 'There is no such mail.' });
  if (locked.length === 0) throw new Problem('conflict', { detail: 'It is being sent at this moment.' });
  return mail;
}

/** Has a locked mail tried at once. One that was given up gets all of its attempts anew. */
export async function queueAgain(db: Tx, { id, status, attempts }: ListedMail, now: Date): Promise<void> {
  await db.outboxMail.update({
    where: { id },
    data: { status: 'queued', attempts: status === 'dead' ? 0 : attempts, nextAttemptAt: now },
  });
}
