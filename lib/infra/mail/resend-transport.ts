import { type ErrorResponse, Resend } from 'resend';
import { headerText } from './header-text';
import { MailError } from './mail-error';
import { MAIL_DEADLINE_MS, type MailTransport, ROBOT_HEADERS } from './outgoing-mail';

type ResendOptions = {
  apiKey: string;
  /** As in a From header. */
  from: string;
  /** Where the API is; Resend's own client reads RESEND_BASE_URL when this is not given. */
  baseUrl?: string;
  deadlineMs?: number;
};

/**
 * What Resend says about a mail itself, so that trying again is pointless. A wrong key, an unverified domain or a spent
 * quota is ours to mend, and a mail must not die of it. 409 with this name: the id was used for another body.
 */
const FINAL_STATUSES = new Set([400, 413, 422]);
const FINAL_NAMES = new Set(['invalid_idempotent_request']);

/** Delivery over Resend's API. The outbox row's id is the idempotency key: Resend takes it once in 24 hours. */
export function createResendTransport({ deadlineMs = MAIL_DEADLINE_MS, ...options }: ResendOptions): MailTransport {
  const client = new Resend(options.apiKey, options.baseUrl === undefined ? {} : { baseUrl: options.baseUrl });
  return {
    name: 'resend',
    async send(mail) {
      const content = {
        from: options.from,
        // The address alone: a name would have to be quoted into it, and the mail greets by name anyway.
        to: mail.to.address,
        subject: headerText(mail.subject),
        html: mail.html,
        text: mail.text,
        headers: ROBOT_HEADERS,
      };
      const { error } = await client.emails
        .send(content, { idempotencyKey: mail.id, signal: AbortSignal.timeout(deadlineMs) })
        .catch(() => ({ error: NO_ANSWER }));
      if (error !== null) throw refusalOf(error);
    },
  };
}

const NO_ANSWER = { name: 'application_error', statusCode: null };

/** The API's words may quote the address, so only its codes are kept. */
function refusalOf({ name, statusCode }: Pick<ErrorResponse, 'statusCode'> & { name: string }): MailError {
  const code = /^[a-z_]{1,60}$/.test(name) ? name : 'unknown_error';
  const isFinal = FINAL_NAMES.has(code) || (statusCode !== null && FINAL_STATUSES.has(statusCode));
  return new MailError(`Resend ${statusCode ?? 'no answer'} ${code}`, isFinal);
}
