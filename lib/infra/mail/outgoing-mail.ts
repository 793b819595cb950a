/**
 * A rendered mail in its envelope. `id` is the outbox row's (a UUID): the same mail keeps it however often it is tried,
 * so that a receiver can tell a repeated delivery from a second mail.
 */
export type OutgoingMail = {
  id: string;
  to: { name: string; address: string };
  subject: string;
  html: string;
  text: string;
};

/**
 * What surrounds the last bytes of a mail, for a way out that would take the same mail twice: it waits for `before`,
 * sends them, and calls `after` in the same breath. Until then nothing has been sent; from then on only the answer is
 * missing.
 */
export type HandOver = { before: () => Promise<void>; after: () => void };

/**
 * A way out. `send` resolves when the mail was taken, within {@link MAIL_DEADLINE_MS}, or {@link ANSWER_DEADLINE_MS}
 * after it was handed over, and otherwise throws a MailError; so does `verify`, where there is a server that says
 * whether it would take one without being sent any. Who takes a mail of one id only once leaves `handOver` alone.
 */
export type MailTransport = {
  name: 'resend' | 'smtp' | 'mailbox';
  send: (mail: OutgoingMail, handOver?: HandOver) => Promise<void>;
  verify?: () => Promise<void>;
};

/** After this long a mail server that does not answer counts as one that failed: the delivery loop waits for it. */
export const MAIL_DEADLINE_MS = 15_000;

/**
 * How long a mail server that has the whole mail may take to say what it does with it. Hanging up on it does not call
 * the mail back, and the next attempt would be a second mail (RFC 1047), so that there is none by itself. RFC 5321
 * §4.5.3.2.6 would wait for ten minutes, but codes that queue behind it hold for half an hour.
 */
export const ANSWER_DEADLINE_MS = 60_000;

/** Says to out-of-office robots that nobody reads their answer (RFC 3834 §5; the second is Exchange's). */
export const ROBOT_HEADERS = { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' };
