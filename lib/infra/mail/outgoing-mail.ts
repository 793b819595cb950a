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
 * A way out. `send` resolves when the mail was taken, within {@link MAIL_DEADLINE_MS}, and otherwise throws a MailError;
 * so does `verify`, where there is a server that says whether it would take one without being sent any.
 */
export type MailTransport = {
  name: 'resend' | 'smtp' | 'mailbox';
  send: (mail: OutgoingMail) => Promise<void>;
  verify?: () => Promise<void>;
};

/** After this long a mail server that does not answer counts as one that failed: the delivery loop waits for it. */
export const MAIL_DEADLINE_MS = 15_000;

/** Says to out-of-office robots that nobody reads their answer (RFC 3834 §5; the second is Exchange's). */
export const ROBOT_HEADERS = { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' };
