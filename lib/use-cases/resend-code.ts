import type { z } from 'zod';
import { Problem } from '@/lib/core/problem';
import { waitInWords } from '@/lib/core/time';
import { recordAudit } from '@/lib/domain/audit';
import { inTransaction, type Context, type Transaction } from '@/lib/domain/context';
import { judgeCounted, takeAttempts, type Count } from '@/lib/domain/limits';
import { findBrowserRegistration } from '@/lib/domain/registrant-proof';
import {
  createActivationSecrets,
  sendActivation,
  storeChallenge,
  type ActivationSecrets,
} from '@/lib/domain/registrations';
import { defineUseCase } from '@/lib/domain/use-case';
import { resendCodeInput } from '@/lib/shared/schemas/registration';
import { messageOutput } from '@/lib/shared/schemas/session';

/** Mails a new code and link; the old ones die. The same answer for every address, after the same hash. */
export const resendCode = defineUseCase({
  summary: 'Send a new code and link; the old ones stop working',
  access: 'anyone',
  limits: ['resend.gap', 'resend.account'],
  input: resendCodeInput,
  output: messageOutput,
  problems: ['too_many_attempts'],
  run: async (ctx, input) => {
    const { email, registration } = await whose(ctx, input);
    const counts: Count[] = [
      ['resend.gap', email],
      ['resend.account', email],
    ];
    const taken = await takeAttempts(ctx.store, counts).catch(sayWhen);
    await judgeCounted(ctx.store, taken, async () => {
      const secrets = await createActivationSecrets();
      await inTransaction(ctx, (tx) => send(ctx, tx, registration, secrets));
    });
    return {
      message: 'If this account is waiting to be activated, a new mail is on its way. Older codes no longer work.',
    };
  },
});

/** The refusal with the next mail's time in it. */
function sayWhen(error: unknown): never {
  if (!(error instanceof Problem) || error.retryAfterSeconds === undefined) throw error;
  const { code, retryAfterSeconds } = error;
  const detail = `A mail went out a short while ago. You can ask for another in ${waitInWords(retryAfterSeconds)}.`;
  throw new Problem(code, { retryAfterSeconds, detail });
}

type Addressee = { id: string; userId: string; firstName: string };

async function send(ctx: Context, tx: Transaction, to: Addressee | null, secrets: ActivationSecrets): Promise<void> {
  const isPending = to !== null && (await isStillPending(tx, to.id));
  if (to) {
    const recipient = { userId: to.userId, registrationId: to.id, firstName: to.firstName };
    if (isPending) await sendActivation(ctx, tx, recipient, secrets);
    // One that leads nowhere looks alive to its browser: its code expires anew, too.
    else await storeChallenge(ctx, tx, recipient, null);
  }
  const outcome = isPending ? 'success' : 'failure';
  await recordAudit(tx.db, ctx, { event: 'activation_code.sent', outcome, subjectId: to?.userId ?? null });
}

/** Locks the person, as every change of a registration does, so that it is not activated or replaced meanwhile. */
async function isStillPending(tx: Transaction, id: string): Promise<boolean> {
  await tx.db.$queryRaw`
    SELECT 1 FROM users u JOIN registrations r ON r.user_id = u.id WHERE r.id = ${id}::uuid FOR UPDATE OF u`;
  return (await tx.db.registration.count({ where: { id, activatedAt: null, closedAt: null } })) > 0;
}

type Whose = { email: string; registration: Addressee | null };

/** The address to count for, and its pending registration if it has one. */
async function whose(ctx: Context, { email }: z.output<typeof resendCodeInput>): Promise<Whose> {
  const own = await findBrowserRegistration(ctx);
  if (own && (email === undefined || email === own.user.email)) {
    return { email: own.user.email, registration: own.activatedAt ? null : own };
  }
  const address = email ?? ctx.actor?.person.email;
  if (address === undefined) {
    throw new Problem('invalid_input', { fields: { email: ['Enter the e-mail address you registered with.'] } });
  }
  const registration = await ctx.db.registration.findFirst({
    where: { user: { email: address }, activatedAt: null, closedAt: null },
    orderBy: { id: 'desc' },
  });
  return { email: address, registration };
}
