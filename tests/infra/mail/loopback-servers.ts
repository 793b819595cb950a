import { createServer as createHttpServer, type IncomingHttpHeaders } from 'node:http';
import { type AddressInfo, createServer as createTcpServer, type Server, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { onTestFinished } from 'vitest';

async function listening(server: Pick<Server, 'listen' | 'address'>): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

/** A mail server on loopback that keeps what it takes, until the test is over. */
export async function startMailServer(options: SMTPServerOptions = {}) {
  const mails: ParsedMail[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    disableReverseLookup: true,
    // It would warn of its own certificate on the console.
    logger: false,
    onData: (stream, _session, done) => {
      simpleParser(stream).then((mail) => {
        mails.push(mail);
        done();
      }, done);
    },
    ...options,
  });
  // A client that hangs up is what some of these tests are about.
  server.on('error', () => undefined);
  const port = await listening(server.server);
  onTestFinished(() => new Promise<void>((resolve) => server.close(resolve)));
  return { port, mails };
}

/** A reply that refuses, with the reader's address in it as real servers have it. */
export function smtpReply(responseCode: number, words: string): Error {
  return Object.assign(new Error(words), { responseCode });
}

/** A server that takes connections and then does what `talk` says, until the test is over. */
export async function startTcpServer(talk: (socket: Socket) => void): Promise<number> {
  const sockets = new Set<Socket>();
  const server = createTcpServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    talk(socket);
  });
  const port = await listening(server);
  onTestFinished(
    () =>
      new Promise<void>((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  );
  return port;
}

type ApiRequest = { method: string; path: string; headers: IncomingHttpHeaders; body: Record<string, unknown> };

/** Resend's API on loopback: keeps the requests and answers each with `status` and `body`. */
export async function startResendServer(answer: { status: number; body: unknown }) {
  const requests: ApiRequest[] = [];
  const server = createHttpServer((request, response) => {
    void text(request).then((body) => {
      const { method = '', url = '', headers } = request;
      requests.push({ method, path: url, headers, body: JSON.parse(body) as Record<string, unknown> });
      response.writeHead(answer.status, { 'Content-Type': 'application/json' }).end(JSON.stringify(answer.body));
    });
  });
  const port = await listening(server);
  onTestFinished(
    () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  );
  return { baseUrl: `http://127.0.0.1:${port}`, requests };
}
