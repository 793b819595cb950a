import { z } from 'zod';
import { captchaToken, emailAddress, typedPassword } from './fields';
import { userOutput } from './user';

export const loginInput = z.object({
  email: emailAddress,
  password: typedPassword,
  remember: z.boolean({ error: 'Send true or false.' }).default(true),
  'g-recaptcha-response': captchaToken,
});

export const loginOutput = z.object({ message: z.string(), user: userOutput, next: z.string() });

export const refreshOutput = z.object({ message: z.string(), expires_at: z.iso.datetime() });

/** An operation that takes nothing. */
export const noInput = z.object({});

/** An operation that only says what it did. */
export const messageOutput = z.object({ message: z.string() });
