import { Problem } from '@/lib/core/problem';
import { isRefused } from '@/lib/infra/refused-statement';

/** For the end of a promise, `.catch(refuseTaken('…'))`: throws `conflict` where somebody was there before. */
export function refuseTaken(detail: string): (cause: unknown) => never {
  return (cause) => {
    throw isRefused(cause, 'taken') ? new Problem('conflict', { detail, cause }) : cause;
  };
}
