import { createTransport, type NodemailerError } from 'nodemailer';
import { headerText } from './header-text';
import { MailError } from './mail-error';
import { MAIL_DEADLINE_MS, type MailTransport, ROBOT_HEADERS } from './outgoing-mail';

type SmtpOptions = {
  host: string;
  port: number;
  user?: string | undefined;
  password?: string | undefined;
  /** True: TLS from the start on port 465, STARTTLS or nothing elsewhere. False: in the clear. */
  useTls: boolean;
  /** As in a From header. */
  from: string;
  /** The right side of the Message-ID. */
  messageIdHost: string;
  /** The whole delivery, from the name lookup to the last reply. */
  deadlineMs?: number;
};

const IMPLICIT_TLS_PORT = 465;
const STEP_TIMEOUT_MS = 8_000;

/** Delivery to a mail server (RFC 5321). */
export function createSmtpTransport({ deadlineMs = MAIL_DEADLINE_MS, ...options }: SmtpOptions): MailTransport {
  const server = createTransport({
    host: options.host,
    port: options.port,
    ...securityOf(options),
    ...(options.user === undefined ? {} : { auth: { user: options.user, pass: options.password ?? '' } }),
    dnsTimeout: STEP_TIMEOUT_MS,
    connectionTimeout: STEP_TIMEOUT_MS,
    greetingTimeout: STEP_TIMEOUT_MS,
    socketTimeout: STEP_TIMEOUT_MS,
    socketCloseTimeout: 1_000,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    name: 'smtp',
    async verify() {
      try {
        await server.verify();
      } catch (error) {
        throw refusalOf(error);
      }
    },
    async send(mail) {
      try {
        await server.sendMail({
          messageId: `<${mail.id}@${options.messageIdHost}>`,
          from: options.from,
          to: { name: headerText(mail.to.name), address: mail.to.address },
          subject: headerText(mail.subject),
          html: mail.html,
          text: mail.text,
          headers: ROBOT_HEADERS,
          signal: AbortSignal.timeout(deadlineMs),
        });
      } catch (error) {
        throw refusalOf(error);
      }
    },
  };
}

function securityOf({ port, useTls }: SmtpOptions) {
  if (!useTls) return { secure: false, ignoreTLS: true };
  return port === IMPLICIT_TLS_PORT ? { secure: true } : { secure: false, requireTLS: true };
}

/**
 * A server's words may quote the address, so only its codes are kept. Replies 55z speak of the mail and are final;
 * the other 5yz (a login refused, a command unknown) speak of our settings, and a mail must not die of those.
 */
function refusalOf(error: unknown): MailError {
  const { code, command, responseCode, response } = isNodemailerError(error) ? error : {};
  const status = /^\d{3}[ -](\d\.\d{1,3}\.\d{1,3})\b/.exec(response ?? '')?.[1];
  const words = ['SMTP', code, responseCode, status, command === undefined ? undefined : `at ${command}`];
  const isBadAddress = code === 'EENVELOPE' && responseCode === undefined;
  const isFinalReply = responseCode !== undefined && responseCode >= 550 && responseCode < 560;
  return new MailError(words.filter((word) => word !== undefined).join(' '), isBadAddress || isFinalReply);
}

function isNodemailerError(error: unknown): error is NodemailerError {
  return error instanceof Error;
}
