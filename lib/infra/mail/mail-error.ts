/**
 * A mail that was not taken, or of which nobody knows. The message names the transport and the reply's code, never an
 * address, a code or a link: it is logged and kept with the outbox row.
 */
export class MailError extends Error {
  /** Whether it is not to be tried again by itself: the same mail would be refused, or be a second one. */
  readonly isPermanent: boolean;

  constructor(message: string, isPermanent: boolean) {
    super(message);
    this.name = 'MailError';
    this.isPermanent = isPermanent;
  }
}

/** What is kept of a mail in place of a code, when it was handed over and no answer came. */
export const UNANSWERED =
  'The mail server had all of it, and nobody heard its answer. It has most likely arrived; sent again, it may come twice.';
