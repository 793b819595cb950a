import { Problem } from '@/lib/core/problem';
import type { Context } from '@/lib/domain/context';
import { plainAnswer, problemAnswer } from './answer';
import type { Method } from './route';

/**
 * What a path that offers `offered` answers to a method before anything else: which there are, or that this is none of
 * them; null to those it offers. For paths that are no operations: nobody is signed in and nothing is counted.
 */
export function methodAnswer(ctx: Context, method: Method, offered: readonly Method[]): Response | null {
  const allow = offered.join(', ');
  if (method === 'OPTIONS') return plainAnswer(ctx, null, { status: 204, headers: { allow } });
  if (offered.includes(method)) return null;
  const refused = problemAnswer(ctx, null, new Problem('method_not_allowed'));
  refused.headers.set('allow', allow);
  return refused;
}
