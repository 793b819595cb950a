import { connect } from 'node:net';

/** What came back over a socket; `status` is 0 when it was closed without a word. */
export type WireAnswer = { status: number; headers: Headers; text: string };

const DEADLINE_MS = 20_000;

function parse(bytes: string): WireAnswer {
  const at = bytes.indexOf('\r\n\r\n');
  const [line = '', ...lines] = bytes.slice(0, at < 0 ? 0 : at).split('\r\n');
  const headers = new Headers();
  for (const header of lines) {
    const colon = header.indexOf(':');
    headers.append(header.slice(0, colon), header.slice(colon + 1).trim());
  }
  return { status: Number(line.split(' ')[1] ?? 0), headers, text: at < 0 ? bytes : bytes.slice(at + 4) };
}

/** Sends these very bytes to the server and answers what it says until it hangs up. */
export function sendBytes(server: { port: number }, bytes: string): Promise<WireAnswer> {
  return new Promise((resolve, reject) => {
    let received = '';
    const socket = connect(server.port, '127.0.0.1', () => socket.write(bytes, 'latin1'));
    socket.setEncoding('latin1');
    socket.setTimeout(DEADLINE_MS, () => socket.destroy(new Error(`no answer to ${bytes.slice(0, 80)}`)));
    socket.on('data', (text: string) => void (received += text));
    socket.on('close', (hadError) => hadError || resolve(parse(received)));
    // A server that refuses a request may hang up while it is still being sent.
    socket.on('error', (error: NodeJS.ErrnoException) =>
      ['ECONNRESET', 'EPIPE'].includes(error.code ?? '') ? resolve(parse(received)) : reject(error),
    );
  });
}

/** A request whose path and headers go out exactly as they are written here, which `fetch` would mend. */
export function ask(
  server: { port: number },
  method: string,
  path: string,
  { headers = {}, body = '' }: { headers?: Record<string, string>; body?: string } = {},
): Promise<WireAnswer> {
  const own = {
    host: `localhost:${server.port}`,
    connection: 'close',
    ...(body !== '' && { 'content-length': `${body.length}` }),
  };
  const lines = Object.entries({ ...own, ...headers }).map(([name, value]) => `${name}: ${value}\r\n`);
  return sendBytes(server, `${method} ${path} HTTP/1.1\r\n${lines.join('')}\r\n${body}`);
}

/** The Cookie header of a browser. */
export function cookieHeader({ cookies }: { cookies: Map<string, string> }): Record<string, string> {
  return { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') };
}
