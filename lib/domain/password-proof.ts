import type { ProblemCode } from '@/lib/shared/problems';
import type { LockoutName } from './limit-table';

/** What every operation that takes a password as proof counts, and may refuse with: what `judgePassword` does. */
export const PASSWORD_PROOF = {
  limits: ['login.account_address', 'login.address', 'login.account'],
  problems: [
    'invalid_credentials',
    'account_suspended',
    'captcha_required',
    'captcha_failed',
    'captcha_unavailable',
    'too_many_attempts',
  ],
} as const satisfies { limits: readonly LockoutName[]; problems: readonly ProblemCode[] };
