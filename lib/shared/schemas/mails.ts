import { z } from 'zod';
import { MAIL_STATUSES } from '../mail-words';
import { personOutput } from './people';

/** Beyond this many, mails are not counted: the number stands for “that many or more”. */
export const COUNTED_TO = 10_000;

export const listMailsInput = z.object({
  status: z.enum(MAIL_STATUSES, { error: `Choose one of: ${MAIL_STATUSES.join(', ')}.` }).optional(),
  cursor: z
    .uuid('Send what a page said as its next_cursor.')
    .describe('Where the page begins: `next_cursor` of the one before.')
    .optional(),
});

/** A mail, without what is in it. */
const mailOutput = z.object({
  id: z.uuid(),
  template: z.string(),
  label: z.string().describe('What it is about, in words.'),
  to: personOutput
    .pick({ id: true, email: true, first_name: true, last_name: true })
    .nullable()
    .describe('To whom, as far as the caller may see them; `null` where they may not at all.'),
  status: z.enum(MAIL_STATUSES),
  attempts: z.int(),
  last_error: z.string().nullable(),
  created_at: z.iso.datetime(),
  next_attempt_at: z.iso.datetime().nullable().describe('`null` where none is to come.'),
  sent_at: z.iso.datetime().nullable(),
  resend_refusal: z.string().nullable().describe('Why it would not be sent again now; `null` where it would be.'),
});
export type MailOutput = z.output<typeof mailOutput>;

export const listMailsOutput = z.object({
  counts: z
    .record(z.enum(MAIL_STATUSES), z.int())
    .describe(`How many there are of each status, at most ${COUNTED_TO}.`),
  results: z.array(mailOutput),
  next_cursor: z.string().nullable().describe('Where the next page begins; `null` on the last one.'),
});
export type ListMailsOutput = z.output<typeof listMailsOutput>;

/** Any text may be asked for; what is no mail's id is not found. */
export const resendMailInput = z.object({ id: z.string().toLowerCase() });
