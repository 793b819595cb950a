import { z } from 'zod';
import { emailAddress, linkToken } from './fields';
import { chosenPassword, repeatedPassword, withPasswordRules, withRepeat } from './new-password';

export const requestResetPasswordInput = z.object({ email: emailAddress });

export const resetPasswordInput = withRepeat(
  z.object({
    token: linkToken,
    new_password: chosenPassword,
    confirm_password: repeatedPassword,
  }),
  'new_password',
  'confirm_password',
);

/**
 * What everybody may know of the policy; likeness to the person's own names and address is for the operation to see, after
 * it has judged the token.
 */
export const resetPasswordForm = withPasswordRules(resetPasswordInput, 'new_password');
