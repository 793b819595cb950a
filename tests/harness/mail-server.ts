import type { AddressInfo } from 'node:net';
import { simpleParser } from 'mailparser';
import { SMTPServer, type SMTPServerSession } from 'smtp-server';
import { until } from './poll';

/** A mail as the server got it: `id` is its Message-ID. */
export type ReceivedMail = { to: string; id: string; text: string };

/** Where a conversation stands when somebody may want to have a say in it. */
export type MailMoment = 'greeting' | 'recipient' | 'answer';

type Say = (to: string) => void | Error | Promise<void | Error>;

/** A refusal for now, which is to be tried again. */
export function notNow(): Error {
  return Object.assign(new Error('4.3.2 try again later'), { responseCode: 451 });
}

const recipientOf = ({ envelope }: SMTPServerSession) => envelope.rcptTo[0]?.address ?? '';

/**
 * A real mail server on loopback. What it says at each moment of a conversation is up to the test: an error refuses, a
 * promise that does not settle hangs. A mail counts as received once the server has all of it, whatever it answers then.
 */
export async function startMailServer() {
  const received: ReceivedMail[] = [];
  const asked = new Map<MailMoment, number>();
  const says = new Map<MailMoment, Say>();
  let port = 0;
  let server: SMTPServer | undefined;

  async function ask(moment: MailMoment, to: string, done: (error?: Error | null) => void): Promise<void> {
    asked.set(moment, (asked.get(moment) ?? 0) + 1);
    done((await says.get(moment)?.(to)) ?? null);
  }

  async function start(): Promise<void> {
    if (server) return;
    server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['AUTH', 'STARTTLS'],
      disableReverseLookup: true,
      onConnect: (_session, done) => void ask('greeting', '', done),
      onRcptTo: ({ address }, _session, done) => void ask('recipient', address, done),
      onData: (stream, session, done) => {
        void simpleParser(stream).then(({ messageId = '', text = '' }) => {
          const to = recipientOf(session);
          received.push({ to, id: messageId, text });
          return ask('answer', to, done);
        }, done);
      },
      closeTimeout: 1,
    });
    // A client that is killed in the middle of a sentence is what these tests are about.
    server.on('error', () => undefined);
    await new Promise<void>((resolve) => void server?.listen(port, '127.0.0.1', resolve));
    port = (server.server.address() as AddressInfo).port;
  }

  async function stop(): Promise<void> {
    const stopping = server;
    server = undefined;
    await new Promise<void>((resolve) => (stopping ? stopping.close(resolve) : resolve()));
  }

  await start();
  return {
    /** The settings of an app that sends its mail here. */
    env: { EMAIL_HOST: '127.0.0.1', EMAIL_PORT: String(port), EMAIL_USE_TLS: 'false' },
    received,
    mailsTo: (to: string) => received.filter((mail) => mail.to === to),
    /** What it says from now on at this moment; without anything, that all is well. */
    says: (moment: MailMoment, say?: Say) => void (say ? says.set(moment, say) : says.delete(moment)),
    /** Waits until it has been asked once more since now. */
    isAsked: (moment: MailMoment) => {
      const before = asked.get(moment) ?? 0;
      return until(`the ${moment}`, () => (asked.get(moment) ?? 0) > before, 25);
    },
    /** Nobody listens any more; who is connected is cut off. */
    stop,
    /** Listens again, where it did before, if it does not. */
    start,
  };
}

export type MailServer = Awaited<ReturnType<typeof startMailServer>>;
