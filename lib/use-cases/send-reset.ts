import { Problem } from '@/lib/core/problem';
import { retryAfterSeconds } from '@/lib/core/time';
import { getAbility, mayOn } from '@/lib/domain/access/authorize';
import { statusOf } from '@/lib/domain/access/objects';
import { recordAudit } from '@/lib/domain/audit';
import { requireActor } from '@/lib/domain/authentication';
import { inTransaction, type Context, type Transaction } from '@/lib/domain/context';
import { countLinkMail } from '@/lib/domain/link-mails';
import { lockManagedPerson, type ManagedPerson } from '@/lib/domain/managed-people';
import { enqueueMail } from '@/lib/domain/outbox';
import { actorInWords, issuePasswordLink, mailInvitation } from '@/lib/domain/password-links';
import { defineUseCase } from '@/lib/domain/use-case';
import { personIdInput } from '@/lib/shared/schemas/people';
import { messageOutput } from '@/lib/shared/schemas/session';

const MINUTE_MS = 60_000;

/** No row of the table of limits: it holds back an impatient finger, not an attack. */
const ONE_A_MINUTE = { points: 1, windowMs: MINUTE_MS, closedMs: MINUTE_MS };

/** Mails a link to set a password: who is not activated yet gets an invitation, which activates. The one before dies. */
export const sendReset = defineUseCase({
  summary: 'Mail a person a link to set a password',
  access: { permission: 'users.update', isAboutOne: true },
  limits: [],
  input: personIdInput,
  output: messageOutput,
  problems: ['not_found', 'conflict', 'too_many_attempts'],
  run: async (ctx, { id }) => {
    const ability = getAbility(ctx);
    const purpose = await inTransaction(ctx, async (tx) => {
      const person = await lockManagedPerson(tx, ability, id, 'update');
      // A rule about names alone, such as everybody's about themselves, is not about how somebody gets in.
      if (!mayOn(ability, 'update', person, 'email')) {
        throw new Problem('forbidden', { onRecord: { subjectId: person.id } });
      }
      return send(ctx, tx, person);
    });
    return {
      message: purpose === 'reset' ? 'A link for a new password is on its way.' : 'An invitation is on its way.',
    };
  },
});

async function send(ctx: Context, tx: Transaction, person: ManagedPerson): Promise<'reset' | 'invitation'> {
  if (statusOf(person, ctx.now()) === 'suspended') {
    throw new Problem('conflict', {
      detail: 'They are suspended, so a link would be good for nothing: restore them first.',
    });
  }
  await assertNotJustSent(ctx, person.id);
  await countLinkMail(ctx, person.email);
  const { id: userId, firstName } = person;
  const purpose = person.activatedAt ? 'reset' : 'invitation';
  if (purpose === 'invitation') await mailInvitation(ctx, tx, { userId, firstName });
  else {
    const issued = await issuePasswordLink(ctx, tx, userId, 'reset');
    const fillings = { firstName, askedBy: actorInWords(ctx), ...issued };
    await enqueueMail(ctx, tx, { userId, template: 'reset-password', fillings });
  }
  const data = { link: purpose };
  await recordAudit(tx.db, ctx, { event: 'person.reset_sent', outcome: 'success', subjectId: userId, data });
  return purpose;
}

/** Once a minute from one administrator to one person. */
async function assertNotJustSent(ctx: Context, userId: string): Promise<void> {
  const taken = await ctx.store.take(`reset-sent:${requireActor(ctx).person.id}:${userId}`, ONE_A_MINUTE);
  if (taken.isAllowed) return;
  throw new Problem('too_many_attempts', {
    detail: 'You have just sent them a link. Look at it first: the next one would end it.',
    retryAfterSeconds: retryAfterSeconds(taken.retryAfterMs),
  });
}
