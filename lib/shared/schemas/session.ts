import { z } from 'zod';
import { captchaToken, emailAddress, typedPassword } from './fields';
import { userOutput } from './user';

export const loginInput = z.object({
  email: emailAddress,
  password: typedPassword,
  remember: z
    .boolean({ error: 'Send true or false.' })
    .describe('Whether the cookies outlive the browser’s session.')
    .default(true),
  'g-recaptcha-response': captchaToken,
});

export const loginOutput = z.object({
  message: z.string().describe('For people.'),
  user: userOutput,
  next: z.string().describe('The page to go on to.'),
});

export const refreshOutput = z.object({
  message: z.string().describe('For people.'),
  expires_at: z.iso.datetime().describe('When the access token ends; any request prolongs it then.'),
});

/** An operation that takes nothing. */
export const noInput = z.object({});

/** An operation that only says what it did. */
export const messageOutput = z.object({ message: z.string().describe('For people.') });
