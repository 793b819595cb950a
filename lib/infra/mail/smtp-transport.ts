import { pipeline, Transform } from 'node:stream';
import { createTransport, type NodemailerError } from 'nodemailer';
import { headerText } from './header-text';
import { MailError, UNANSWERED } from './mail-error';
import {
  ANSWER_DEADLINE_MS,
  type HandOver,
  MAIL_DEADLINE_MS,
  type MailTransport,
  ROBOT_HEADERS,
} from './outgoing-mail';

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
  /** From the name lookup to the last byte. */
  deadlineMs?: number;
  /** From the last byte to the last reply. */
  answerDeadlineMs?: number;
};

const IMPLICIT_TLS_PORT = 465;
const STEP_TIMEOUT_MS = 8_000;

/** Delivery to a mail server (RFC 5321), over a connection of its own for each mail. */
export function createSmtpTransport(options: SmtpOptions): MailTransport {
  return {
    name: 'smtp',
    async verify() {
      try {
        await connectionOf(options, STEP_TIMEOUT_MS).verify();
      } catch (error) {
        throw refusalOf(error);
      }
    },
    async send(mail, handOver = NO_HAND_OVER) {
      const deadline = startDeadline(options.deadlineMs ?? MAIL_DEADLINE_MS);
      let isHandedOver = false;
      const after = () => {
        isHandedOver = true;
        deadline.moveTo(options.answerDeadlineMs ?? ANSWER_DEADLINE_MS);
        handOver.after();
      };
      // Silence is for our own deadline, which knows how far the mail has come.
      const server = connectionOf(options, 2 * ANSWER_DEADLINE_MS);
      server.use('stream', ({ message }, done) => {
        message.processFunc((text) =>
          pipeline(text, stopBeforeEnd({ before: handOver.before, after }), () => undefined),
        );
        done();
      });
      try {
        await server.sendMail({
          messageId: `<${mail.id}@${options.messageIdHost}>`,
          from: options.from,
          to: { name: headerText(mail.to.name), address: mail.to.address },
          subject: headerText(mail.subject),
          html: mail.html,
          text: mail.text,
          headers: ROBOT_HEADERS,
          signal: deadline.signal,
        });
      } catch (error) {
        // A server that hangs up has not taken it (RFC 5321 §4.2.5); one that is silent may be at it still.
        if (isHandedOver && deadline.signal.aborted) throw new MailError(UNANSWERED, true);
        throw refusalOf(error);
      } finally {
        deadline.clear();
      }
    },
  };
}

const NO_HAND_OVER: HandOver = { before: () => Promise.resolve(), after: () => undefined };

function connectionOf(options: SmtpOptions, socketTimeout: number) {
  return createTransport({
    host: options.host,
    port: options.port,
    ...securityOf(options),
    ...(options.user === undefined ? {} : { auth: { user: options.user, pass: options.password ?? '' } }),
    dnsTimeout: STEP_TIMEOUT_MS,
    connectionTimeout: STEP_TIMEOUT_MS,
    greetingTimeout: STEP_TIMEOUT_MS,
    socketTimeout,
    socketCloseTimeout: 1_000,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
}

/** A signal that aborts after so long, unless it is moved. */
function startDeadline(ms: number) {
  const controller = new AbortController();
  const start = (inMs: number) => setTimeout(() => controller.abort(), inMs).unref();
  let timer = start(ms);
  const clear = () => clearTimeout(timer);
  return {
    signal: controller.signal,
    moveTo: (laterMs: number) => {
      clear();
      timer = start(laterMs);
    },
    clear,
  };
}

/**
 * Passes a message on as fast as the server takes it, and stops at its end. What Nodemailer sends after that is the dot
 * that hands the mail over (RFC 5321 §4.1.1.4); without it, the server forgets what it has got.
 */
function stopBeforeEnd({ before, after }: HandOver): Transform {
  const stream = new Transform({
    // Nothing is kept here, so that the end comes when all the rest is on its way.
    readableHighWaterMark: 1,
    transform: (chunk, _encoding, done) => done(null, chunk),
    flush: (done) => {
      before().then(() => {
        // Whoever waited has given up meanwhile.
        if (stream.destroyed) return;
        done();
        // The dot is written within this turn of the event loop.
        setImmediate(after);
      }, done);
    },
  });
  return stream;
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
