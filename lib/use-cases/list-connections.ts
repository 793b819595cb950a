import { requireActor } from '@/lib/domain/authentication';
import { defineUseCase } from '@/lib/domain/use-case';
import { isProviderName } from '@/lib/shared/providers';
import { connectionsOutput } from '@/lib/shared/schemas/connections';
import { noInput } from '@/lib/shared/schemas/session';

/** The accounts elsewhere that the signed-in person can sign in with. */
export const listConnections = defineUseCase({
  summary: 'Your connections to providers',
  access: 'activated',
  limits: [],
  input: noInput,
  output: connectionsOutput,
  problems: [],
  run: async (ctx) => {
    const accounts = await ctx.db.account.findMany({
      where: { userId: requireActor(ctx).person.id },
      orderBy: { connectedAt: 'asc' },
    });
    const results = accounts.flatMap(({ provider, email, connectedAt }) =>
      isProviderName(provider) ? [{ provider, email, connected_at: connectedAt.toISOString() }] : [],
    );
    return { results };
  },
});
