import { subscribe } from 'node:diagnostics_channel';
import type { IncomingMessage } from 'node:http';
import { randomToken } from '@/lib/core/random';

/**
 * Next hands a request on as headers, without its socket. So the socket's address is written into a header before Next
 * sees the request, under a name that is drawn at each start: nobody outside can know it, and a header of that name
 * which came in anyway is overwritten. This works however the server was started (`next dev`, `next start`, standalone).
 */
const HEADER_NAME = Symbol.for('gatehouse.socket-address-header');
const processWide = globalThis as { [HEADER_NAME]?: string };

/** Begins to prepare every request for Next: its socket's address, its path. Called once, before the server answers. */
export function prepareRequests(): void {
  if (processWide[HEADER_NAME]) return;
  const name = `x-socket-address-${randomToken(128)
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '')}`;
  processWide[HEADER_NAME] = name;
  subscribe('http.server.request.start', (message) => {
    const { request } = message as { request: IncomingMessage };
    request.headers[name] = request.socket.remoteAddress ?? '';
    request.url = decodable(request.url ?? '/');
  });
}

/** A path that does not decode makes Next answer 500 before any code of ours; taken literally, it is just not found. */
function decodable(url: string): string {
  try {
    decodeURIComponent(url);
    return url;
  } catch {
    return url.replaceAll('%', '%25');
  }
}

/** The address at the other end of the request's socket; `undefined` where no socket was seen. */
export function socketAddressOf(headers: Headers): string | undefined {
  const name = processWide[HEADER_NAME];
  const address = name === undefined ? null : headers.get(name);
  return address ? address.replace(/^::ffff:(?=\d+\.)/, '') : undefined;
}
