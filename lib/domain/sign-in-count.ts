import { toProblem } from '@/lib/core/problem';
import { count } from '@/lib/infra/metrics';
import { RefusedIdentity } from './connections';

/** Counts how a sign-in ends, for whoever watches, and lets it end so. `method` is `password`, or the provider's name. */
export async function countSignIn<T>(method: string, signIn: Promise<T>): Promise<T> {
  try {
    const result = await signIn;
    count('signIns', { method, outcome: 'success' });
    return result;
  } catch (error) {
    const outcome = error instanceof RefusedIdentity ? error.refusal : toProblem(error).code;
    count('signIns', { method, outcome });
    throw error;
  }
}
