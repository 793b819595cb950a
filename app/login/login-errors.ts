import { SIGN_IN_ERRORS, toSignInError } from '@/lib/shared/sign-in-errors';

/** What to tell somebody who arrives with `?error=`: our words alone; undefined when there was no error. */
export function loginErrorWords(code: string | string[] | undefined): string | undefined {
  return code === undefined ? undefined : SIGN_IN_ERRORS[toSignInError(String(code))];
}
