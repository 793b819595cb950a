import { z } from 'zod';
import { captchaToken, emailAddress, linkToken, personName, typedPassword } from './fields';
import { chosenPassword, repeatedPassword, withPasswordRules, withRepeat } from './new-password';
import { userOutput } from './user';

export const ACTIVATION_CODE_LENGTH = 6;

export const registerInput = withRepeat(
  z.object({
    first_name: personName,
    last_name: personName,
    email: emailAddress,
    password: chosenPassword,
    confirm_password: repeatedPassword,
    'g-recaptcha-response': captchaToken,
  }),
  'password',
  'confirm_password',
);

export const registerForm = withPasswordRules(registerInput, 'password');

export const registerOutput = z.object({
  message: z.string().describe('For people.'),
  email: z.string().describe('The address that the mail goes to.'),
  next: z.string().describe('The page to go on to.'),
});

const SIX_DIGITS = 'Enter the six digits from the mail.';

/** Six digits as people paste them: with spaces or a dash between. */
const activationCode = z
  .string({ error: SIX_DIGITS })
  .transform((typed) => typed.replace(/[\s-]/g, ''))
  .pipe(z.string().regex(new RegExp(`^[0-9]{${ACTIVATION_CODE_LENGTH}}$`), SIX_DIGITS))
  .describe('The six digits from the mail; either these or `token`.');

/** Code or link, and whatever proves who registered: the browser's cookie or session, or e-mail and password. */
export const activateAccountInput = z
  .object({
    activation_code: activationCode.optional(),
    token: linkToken.optional(),
    email: emailAddress.optional(),
    password: typedPassword.optional(),
    /** For a proof by password on an account whose sign-in needs a captcha. */
    'g-recaptcha-response': captchaToken,
  })
  .superRefine((input, context) => {
    if ((input.activation_code === undefined) === (input.token === undefined)) {
      context.addIssue({
        code: 'custom',
        path: ['activation_code'],
        message: 'Send either the six digits or the token of the link.',
      });
    }
  });

export const activateAccountOutput = z.object({
  message: z.string().describe('For people.'),
  user: userOutput
    .nullable()
    .describe('`null` where the account was active before and the caller is not signed in to it.'),
  next: z.string().describe('The page to go on to.'),
});

export const resendCodeInput = z.object({ email: emailAddress.optional() });
