/**
 * A mail that was not taken. The message names the transport and the reply's code, never an address, a code or a link:
 * it is logged and kept with the outbox row.
 */
export class MailError extends Error {
  /** Whether the same mail would be refused again, so that trying later is pointless. */
  readonly isPermanent: boolean;

  constructor(message: string, isPermanent: boolean) {
    super(message);
    this.name = 'MailError';
    this.isPermanent = isPermanent;
  }
}
