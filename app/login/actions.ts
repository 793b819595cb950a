'use server';

import { action } from '@/lib/http/action';
import { safeNextPath } from '@/lib/shared/next-path';
import { login } from '@/lib/use-cases/login';

export const loginAction = action(login, {
  // A box that is not ticked is not sent at all.
  toInput: ({ remember, ...fields }) => ({ ...fields, remember: remember === 'on' }),
  hints: { too_many_attempts: '“Forgot your password?” stays open.' },
  next: ({ user, next }, fields) => (user.is_activated ? (safeNextPath(fields['next']) ?? next) : next),
});
