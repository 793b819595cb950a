import { z } from 'zod';
import { emailAddress, linkToken } from './fields';
import { chosenPassword, withPasswordRules } from './new-password';

export const requestResetPasswordInput = z.object({ email: emailAddress });

/**
 * What everybody may know of the policy; likeness to the person's own names and address is for the operation to see, after
 * it has judged the token.
 */
export const resetPasswordInput = withPasswordRules(
  z.object({
    token: linkToken,
    new_password: chosenPassword,
    confirm_password: z.string({ error: 'Type the password again.' }),
  }),
  'new_password',
  'confirm_password',
);
