import { Problem } from '@/lib/core/problem';
import { refreshSession } from '@/lib/domain/refresh';
import { defineUseCase } from '@/lib/domain/use-case';
import { noInput, refreshOutput } from '@/lib/shared/schemas/session';

/** Swaps the refresh token for its successor. A dead one is cleared by the answer. */
export const refresh = defineUseCase({
  summary: 'Prolong the session of the refresh cookie',
  access: 'anyone',
  silentRefresh: false,
  limits: [],
  input: noInput,
  output: refreshOutput,
  problems: ['unauthenticated'],
  run: async (ctx) => {
    const refreshed = await refreshSession(ctx);
    if (!refreshed) throw new Problem('unauthenticated');
    return { message: 'The session goes on.', expires_at: refreshed.tokens.accessExpiresAt.toISOString() };
  },
});
