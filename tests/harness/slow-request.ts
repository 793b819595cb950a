import { connect, type Socket } from 'node:net';
import type { Client } from './client';

/** A request that is under way: what is written to it is the rest of its body, and `answer` what has come back so far. */
export type SlowRequest = Socket & { answer: () => string };

/** Sends the head of `PATCH /api/me` and the first four characters of its body; the rest comes when it suits the sender. */
export function beginSlowly(server: { port: number }, browser: Client, body: string): SlowRequest {
  const socket = connect(server.port, '127.0.0.1');
  let heard = '';
  socket.on('data', (chunk) => void (heard += chunk.toString()));
  const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  const head = ['PATCH /api/me HTTP/1.1', 'host: localhost', `cookie: ${cookie}`, 'content-type: application/json'];
  socket.write([...head, `content-length: ${body.length}`, '', body.slice(0, 4)].join('\r\n'));
  return Object.assign(socket, { answer: () => heard });
}
