import { getEnv } from '@/lib/core/env';
import { minutesInWords } from '@/lib/core/time';
import { addressBlock } from '@/lib/domain/address-block';
import { inTransaction } from '@/lib/domain/context';
import { judgeCounted, takeAttempts } from '@/lib/domain/limits';
import { noteResetRequest } from '@/lib/domain/reset-requests';
import { defineUseCase } from '@/lib/domain/use-case';
import { requestResetPasswordInput } from '@/lib/shared/schemas/reset-password';
import { messageOutput } from '@/lib/shared/schemas/session';

/**
 * Takes note that somebody wants a link to set a password. Nothing here looks whose address it is, so that the answer
 * and its time cannot tell: a job does, a moment later.
 */
export const requestResetPassword = defineUseCase({
  summary: 'Ask for a link by mail to set a password',
  access: 'anyone',
  countsFor: 'session',
  limits: ['reset.request_address', 'reset.email'],
  input: requestResetPasswordInput,
  output: messageOutput,
  problems: ['too_many_attempts'],
  run: async (ctx, { email }) => {
    const taken = await takeAttempts(ctx.store, [
      ['reset.request_address', addressBlock(ctx.client.ip)],
      ['reset.email', email],
    ]);
    await judgeCounted(ctx.store, taken, () => inTransaction(ctx, (tx) => noteResetRequest(ctx, tx, email)));
    const holds = minutesInWords(getEnv().RESET_TOKEN_SECONDS);
    return {
      message: `If this address has an account here, a mail with a link is on its way. The link holds for ${holds}; a newer one replaces it. If no mail arrives, look in the spam folder.`,
    };
  },
});
