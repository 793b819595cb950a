import { z } from 'zod';
import { captchaToken, typedPassword } from './fields';
import { chosenPassword, repeatedPassword, withPasswordRules, withRepeat } from './new-password';

export const changePasswordInput = withRepeat(
  z.object({
    current_password: typedPassword,
    new_password: chosenPassword,
    confirm_password: repeatedPassword,
    'g-recaptcha-response': captchaToken,
  }),
  'new_password',
  'confirm_password',
);

/** Likeness to one's own names and address is for the server to see. */
export const changePasswordForm = withPasswordRules(changePasswordInput, 'new_password');
