import { subscribe } from 'node:diagnostics_channel';
import type { Server, ServerResponse } from 'node:http';

/** How often connections that have become idle are ended while a server closes, in milliseconds. */
const LOOK_EVERY_MS = 50;

type RequestsUnderWay = {
  count: () => number;
  /** Takes no connection any more, and resolves when every request that is under way has its answer. */
  close: () => Promise<void>;
};

/** Follows every request of this process from its head to its end, whichever way its server was started. */
export function followRequests(): RequestsUnderWay {
  const underWay = new Set<ServerResponse>();
  let server: Server | undefined;
  let isClosing = false;
  subscribe('http.server.request.start', (message) => {
    const started = message as { response: ServerResponse; server: Server };
    const { response } = started;
    server = started.server;
    underWay.add(response);
    if (isClosing) response.shouldKeepAlive = false;
    response.once('close', () => underWay.delete(response));
  });
  return {
    count: () => underWay.size,
    close: async () => {
      isClosing = true;
      // The answer says that its connection ends, so that nobody sends another request into it.
      for (const response of underWay) response.shouldKeepAlive = false;
      // A server that nobody has asked anything yet has nothing to finish.
      if (server) await closeServer(server);
    },
  };
}

/** Node waits for connections that were kept alive until they time out, unless they are ended once they are idle. */
async function closeServer(server: Server): Promise<void> {
  const timer = setInterval(() => server.closeIdleConnections(), LOOK_EVERY_MS);
  await new Promise<void>((resolve) => void server.close(() => resolve()));
  clearInterval(timer);
}
