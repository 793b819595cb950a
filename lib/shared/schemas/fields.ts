import { z } from 'zod';
import { EMAIL_MAX_LENGTH, normalizeEmail } from '../email-address';
import { PASSWORD_MAX_LENGTH } from '../password-policy';

// In a browser Zod would try to compile its schemas with `new Function`, which the site's policy refuses.
z.config({ jitless: typeof window !== 'undefined' });

export const NAME_MAX_LENGTH = 80;

/**
 * A person's name, trimmed. Control characters would break mails and logs; markup and links would turn a greeting by
 * name into somebody else's advertisement.
 */
export const personName = z
  .string({ error: 'Enter a name.' })
  .trim()
  .min(1, 'Enter a name.')
  .max(NAME_MAX_LENGTH, `Use at most ${NAME_MAX_LENGTH} characters.`)
  .refine((name) => !/[\p{C}<>]|:\/\/|www\./iu.test(name), 'Use letters only: no links, markup or control characters.')
  .describe('Trimmed; no links, markup or control characters.');

/** A typed e-mail address, normalised to the identity behind it. */
export const emailAddress = z
  .string({ error: 'Enter your e-mail address.' })
  .transform(normalizeEmail)
  .pipe(
    z
      .email('Enter an e-mail address, such as name@example.com.')
      .max(EMAIL_MAX_LENGTH, `Use at most ${EMAIL_MAX_LENGTH} characters.`),
  )
  .describe('Trimmed, and in small letters.');

/** Signs that stand for themselves: normalising (NFKC) turns other letters into look-alikes of these. */
const ASCII = /^[\x21-\x7e]+$/;

/**
 * An address that was proven elsewhere, normalised. In other letters than ASCII, the mailbox that was proven there would
 * not be the one that the address stands for here.
 */
export const provenAddress = z
  .string({ error: 'Give the e-mail address.' })
  .trim()
  .regex(ASCII, 'Only an address in plain letters (ASCII) stands for the mailbox that was proven.')
  .pipe(emailAddress);

/** A password that is only compared, never chosen: no policy, just a bound on what is hashed. */
export const typedPassword = z
  .string({ error: 'Enter your password.' })
  .min(1, 'Enter your password.')
  .max(PASSWORD_MAX_LENGTH * 4, 'This is too long to be a password here.')
  .describe('A password that there is.');

/** The answer of a reCAPTCHA widget; whether it is wanted and right is judged by the captcha step. */
export const captchaToken = z
  .string({ error: 'Solve the captcha.' })
  .max(8192, 'Solve the captcha once more.')
  .describe('The answer of the captcha, where one is wanted.')
  .optional();

/** Whether it can be the id of anything: the database takes no other text for one. */
export function isUuid(text: string): boolean {
  return z.uuid().safeParse(text).success;
}

/** Whatever came with the link: whether it is good for anything is for the operation to say, in one answer for all. */
export const linkToken = z
  .string({ error: 'Use the whole link of the mail.' })
  .describe('What ends the link of the mail.');
