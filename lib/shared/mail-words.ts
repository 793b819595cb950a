/** How a mail stands: `failed` was tried and waits for its next try, `dead` is tried no more. */
export const MAIL_STATUSES = ['queued', 'handed_over', 'failed', 'sent', 'dead'] as const;
export type MailStatus = (typeof MAIL_STATUSES)[number];

/** The same in a word or two. */
export const MAIL_STATUS_WORDS: Record<MailStatus, string> = {
  queued: 'Waiting',
  handed_over: 'Handed over',
  failed: 'Trying again',
  sent: 'Sent',
  dead: 'Given up',
};

/** What Nodemailer's codes say of a mail server. */
const SMTP_WORDS: Record<string, string> = {
  ECONNECTION: 'The mail server hung up.',
  ETIMEDOUT: 'The mail server did not answer in time.',
  EABORT: 'The mail server did not answer in time.',
  ESOCKET: 'The mail server could not be reached, or the connection broke.',
  EDNS: 'The name of the mail server was not found.',
  ETLS: 'The mail server offered no encryption that can be trusted.',
  EAUTH: 'The mail server did not accept our sign-in.',
  ENOAUTH: 'The mail server did not accept our sign-in.',
  EPROTOCOL: 'The mail server gave an answer that was not the one expected.',
  EENVELOPE: 'The mail server refused the sender or the recipient.',
  EMESSAGE: 'The mail server refused the mail.',
};

/** What the status of Resend's answer says, by its first digits. */
const RESEND_WORDS: readonly (readonly [RegExp, string])[] = [
  [/^no answer/, 'Resend did not answer.'],
  [/^40[13]/, 'Resend does not accept our key or our address.'],
  [/^429/, 'Resend takes no more mails for now.'],
  [/^4/, 'Resend refused the mail.'],
  [/^5/, 'Resend had a failure of its own.'],
];

/** Why an attempt failed, in words, from what was kept of it: the codes stay, for whoever looks them up. */
export function failureInWords(kept: string): string {
  const [, way, codes = ''] = /^(SMTP|Resend) (.+)$/.exec(kept) ?? [];
  if (way === undefined) return kept;
  const words =
    way === 'SMTP'
      ? SMTP_WORDS[/^\w+/.exec(codes)?.[0] ?? '']
      : RESEND_WORDS.find(([pattern]) => pattern.test(codes))?.[1];
  return `${words ?? 'It was not taken.'} (${kept})`;
}
