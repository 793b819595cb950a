import type { Problem } from '@/lib/core/problem';
import { authenticate } from '@/lib/domain/authentication';
import type { Context } from '@/lib/domain/context';
import { throttle, type Quota } from '@/lib/domain/throttle';
import type { UseCase } from '@/lib/domain/use-case';

export type Admission = { quota: Quota; refusal: Problem | null };

/** What every request passes, whichever way it came in: who is it, and is it one too many. */
export async function admit(useCase: Pick<UseCase, 'silentRefresh'>, ctx: Context): Promise<Admission> {
  await authenticate(ctx, { mayRefresh: useCase.silentRefresh !== false });
  return throttle(ctx);
}
