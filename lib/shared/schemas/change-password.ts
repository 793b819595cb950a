import { z } from 'zod';
import { captchaToken, typedPassword } from './fields';
import { chosenPassword, withPasswordRules } from './new-password';

/** What does not depend on whose password it is; likeness to one's own names and address is for the operation to see. */
export const changePasswordInput = withPasswordRules(
  z.object({
    current_password: typedPassword,
    new_password: chosenPassword,
    confirm_password: z.string({ error: 'Type the password again.' }),
    'g-recaptcha-response': captchaToken,
  }),
  'new_password',
  'confirm_password',
);
