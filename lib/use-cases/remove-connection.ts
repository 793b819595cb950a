import { Problem } from '@/lib/core/problem';
import { recordAudit } from '@/lib/domain/audit';
import { requireActor } from '@/lib/domain/authentication';
import { mailConnectionChange } from '@/lib/domain/connections';
import { inTransaction, type Context, type Transaction } from '@/lib/domain/context';
import { lockPerson } from '@/lib/domain/people';
import { defineUseCase } from '@/lib/domain/use-case';
import { isProviderName, PROVIDERS, type ProviderName } from '@/lib/shared/providers';
import { removeConnectionInput } from '@/lib/shared/schemas/connections';
import { messageOutput } from '@/lib/shared/schemas/session';

/** Closes a provider's way into the signed-in person's account, unless it is the last one. */
export const removeConnection = defineUseCase({
  summary: 'Disconnect a provider',
  access: 'activated',
  limits: [],
  input: removeConnectionInput,
  output: messageOutput,
  problems: ['not_found', 'conflict'],
  run: async (ctx, { provider }) => {
    if (!isProviderName(provider)) throw new Problem('not_found');
    await inTransaction(ctx, (tx) => remove(ctx, tx, provider));
    return { message: `${PROVIDERS[provider].title} is disconnected.` };
  },
});

async function remove(ctx: Context, tx: Transaction, provider: ProviderName): Promise<void> {
  const userId = requireActor(ctx).person.id;
  const person = await lockPerson(tx, userId);
  const account = await tx.db.account.findUnique({ where: { userId_provider: { userId, provider } } });
  if (!account) throw new Problem('not_found', { detail: `${PROVIDERS[provider].title} is not connected.` });
  const passwords = await tx.db.credential.count({ where: { userId } });
  const others = await tx.db.account.count({ where: { userId, id: { not: account.id } } });
  if (passwords + others === 0) {
    const detail = `${PROVIDERS[provider].title} is your only way in. Set a password first.`;
    throw new Problem('conflict', { detail });
  }
  await tx.db.account.delete({ where: { id: account.id } });
  await recordAudit(tx.db, ctx, {
    event: 'connection.removed',
    outcome: 'success',
    subjectId: userId,
    data: { provider },
  });
  await mailConnectionChange(ctx, tx, person, { provider, email: account.email, template: 'connection-removed' });
}
