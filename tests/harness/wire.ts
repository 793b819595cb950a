import { connect } from 'node:net';
import { judgeAnswer } from './answer-watch';

/** What came back over a socket; `status` is 0 when it was closed without a word. */
export type WireAnswer = { status: number; headers: Headers; text: string };

const DEADLINE_MS = 20_000;

/** The body of an answer that came in pieces (RFC 9112 §7.1). */
function joined(chunks: string): string {
  const [, size = '0', rest = ''] = /^([\da-f]+)\r\n([^]*)$/i.exec(chunks) ?? [];
  const length = Number.parseInt(size, 16);
  return length === 0 ? '' : rest.slice(0, length) + joined(rest.slice(length + 2));
}

function parse(bytes: string): WireAnswer {
  const at = bytes.indexOf('\r\n\r\n');
  const [line = '', ...lines] = bytes.slice(0, at < 0 ? 0 : at).split('\r\n');
  const headers = new Headers();
  for (const header of lines) {
    const colon = header.indexOf(':');
    headers.append(header.slice(0, colon), header.slice(colon + 1).trim());
  }
  const body = at < 0 ? bytes : bytes.slice(at + 4);
  const text = headers.get('transfer-encoding') === 'chunked' ? joined(body) : body;
  return { status: Number(line.split(' ')[1] ?? 0), headers, text };
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

/** Holds an answer of the application to what is documented; what Node itself refuses has no request id. */
async function judged(method: string, path: string, answer: WireAnswer): Promise<WireAnswer> {
  const url = URL.parse(path, 'http://localhost')?.href;
  if (url === undefined || !answer.headers.has('x-request-id')) return answer;
  const problems = await judgeAnswer({ method, url, ...answer });
  if (problems.length > 0) throw new Error(problems.join('\n'));
  return answer;
}

/** A request whose path and headers go out exactly as they are written here, which `fetch` would mend. */
export async function ask(
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
  const answer = await sendBytes(server, `${method} ${path} HTTP/1.1\r\n${lines.join('')}\r\n${body}`);
  return judged(method, path, answer);
}

/** The Cookie header of a browser. */
export function cookieHeader({ cookies }: { cookies: Map<string, string> }): Record<string, string> {
  return { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') };
}
