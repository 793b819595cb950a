import { Problem } from '@/lib/core/problem';
import { recordAudit } from '@/lib/domain/audit';
import { inTransaction } from '@/lib/domain/context';
import { lockMail, queueAgain, whyNotResend } from '@/lib/domain/mails';
import { defineUseCase } from '@/lib/domain/use-case';
import { mailLabel } from '@/lib/infra/mail/mail-templates';
import { resendMailInput } from '@/lib/shared/schemas/mails';
import { messageOutput } from '@/lib/shared/schemas/session';

/**
 * Has a mail sent that was not delivered: at once where it waits for its next try, anew where it was given up. It is the
 * same mail, under the same id, so of many who ask at once nobody gets a second one.
 */
export const resendMail = defineUseCase({
  summary: 'Send a mail again that was not delivered',
  access: { permission: 'mails.resend' },
  limits: [],
  input: resendMailInput,
  output: messageOutput,
  problems: ['not_found', 'conflict'],
  run: (ctx, { id }) =>
    inTransaction(ctx, async (tx) => {
      const mail = await lockMail(tx.db, id);
      const refusal = whyNotResend(mail, ctx.now());
      if (refusal !== null) throw new Problem('conflict', { detail: refusal });
      await queueAgain(tx.db, mail, ctx.now());
      await recordAudit(tx.db, ctx, {
        event: 'mail.resent',
        outcome: 'success',
        subjectId: mail.userId,
        data: { mail: mail.id, name: mailLabel(mail.template) },
      });
      tx.afterCommit(() => ctx.poke('deliver-mail'));
      return { message: 'The mail is on its way again.' };
    }),
});
