import { z } from 'zod';
import { MAIL_STATUSES } from '../mail-words';
import { personOutput } from './people';

/** Beyond this many, mails are not counted: the number stands for “that many or more”. */
export const COUNTED_TO = 10_000;

export const listMailsInput = z.object({
  status: z.enum(MAIL_STATUSES, { error: `Choose one of: ${MAIL_STATUSES.join(', ')}.` }).optional(),
  /** Where the page begins, as the one before it said. */
  cursor: z.uuid('Send what a page said as its next_cursor.').optional(),
});

/** A mail, without what is in it. */
const mailOutput = z.object({
  id: z.uuid(),
  template: z.string(),
  /** What it is about, in words. */
  label: z.string(),
  /** To whom, as far as the caller may see them; null where they may not see them at all. */
  to: personOutput.pick({ id: true, email: true, first_name: true, last_name: true }).nullable(),
  status: z.enum(MAIL_STATUSES),
  attempts: z.int(),
  last_error: z.string().nullable(),
  created_at: z.iso.datetime(),
  /** Null where none is to come. */
  next_attempt_at: z.iso.datetime().nullable(),
  sent_at: z.iso.datetime().nullable(),
  /** Why it would not be sent again now; null where it would be. */
  resend_refusal: z.string().nullable(),
});
export type MailOutput = z.output<typeof mailOutput>;

export const listMailsOutput = z.object({
  /** How many there are of each status, at most {@link COUNTED_TO}. */
  counts: z.record(z.enum(MAIL_STATUSES), z.int()),
  results: z.array(mailOutput),
  next_cursor: z.string().nullable(),
});
export type ListMailsOutput = z.output<typeof listMailsOutput>;

/** Any text may be asked for; what is no mail's id is not found. */
export const resendMailInput = z.object({ id: z.string().toLowerCase() });
