import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';

export type ResendDouble = {
  /** The settings of an app that sends its mail here; Resend's own client reads the second. */
  env: { RESEND_API_KEY: string; RESEND_BASE_URL: string };
  /** Whom it has taken mails for: one of the same idempotency key once, as Resend does. */
  received: string[];
  stop: () => Promise<void>;
};

/** A server on loopback in the place of Resend's. */
export async function startResendDouble(): Promise<ResendDouble> {
  const taken = new Set<unknown>();
  const received: string[] = [];
  const server = createServer((request, response) => {
    void json(request).then((mail) => {
      const id = request.headers['idempotency-key'];
      if (!taken.has(id)) received.push((mail as { to: string }).to);
      taken.add(id);
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ id }));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    env: { RESEND_API_KEY: 're_of_a_test', RESEND_BASE_URL: `http://127.0.0.1:${port}` },
    received,
    stop: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
