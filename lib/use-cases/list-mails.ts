import type { AccessAbility } from '@/lib/domain/access/ability';
import { getAbility, mayOn } from '@/lib/domain/access/authorize';
import { countMails, type ListedMail, mailStatusOf, readMailPage, whyNotResend } from '@/lib/domain/mails';
import { toPersonOutput } from '@/lib/domain/managed-people';
import { defineUseCase } from '@/lib/domain/use-case';
import { mailLabel } from '@/lib/infra/mail/mail-templates';
import { failureInWords } from '@/lib/shared/mail-words';
import { listMailsInput, listMailsOutput, type MailOutput } from '@/lib/shared/schemas/mails';

/** What was mailed to whom and how that stands, the newest first, fifty at a time. Never what is in a mail. */
export const listMails = defineUseCase({
  summary: 'Mails, and how their delivery stands',
  access: { permission: 'mails.read' },
  limits: [],
  input: listMailsInput,
  output: listMailsOutput,
  problems: [],
  run: async (ctx, input) => {
    const [counts, { mails, nextCursor }] = await Promise.all([countMails(ctx.db), readMailPage(ctx.db, input)]);
    const ability = getAbility(ctx);
    const now = ctx.now();
    return { counts, results: mails.map((mail) => toMailOutput(ability, mail, now)), next_cursor: nextCursor };
  },
});

function toMailOutput(ability: AccessAbility, mail: ListedMail, now: Date): MailOutput {
  const status = mailStatusOf(mail);
  const isTriedAgain = status === 'queued' || status === 'failed';
  return {
    id: mail.id,
    template: mail.template,
    label: mailLabel(mail.template),
    to: mayOn(ability, 'read', mail.user) ? toPersonOutput(ability, mail.user, now) : null,
    status,
    attempts: mail.attempts,
    last_error: mail.lastError === null ? null : failureInWords(mail.lastError),
    created_at: mail.createdAt.toISOString(),
    next_attempt_at: isTriedAgain ? mail.nextAttemptAt.toISOString() : null,
    sent_at: mail.sentAt?.toISOString() ?? null,
    resend_refusal: whyNotResend(mail, now),
  };
}
