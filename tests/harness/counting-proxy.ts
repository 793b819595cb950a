import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { until } from './poll';

export type CountingProxy = {
  /** The address that was given, with the proxy's place in it. */
  url: string;
  /** Round trips that have come to their end since the start, over all connections. */
  roundTrips: () => number;
  /** Lets nothing more pass over the connections there are, without a word to either end; new ones work. */
  forget: () => void;
  stop: () => Promise<void>;
};

const DEFAULT_PORTS: Record<string, number> = { 'redis:': 6379, 'postgresql:': 5432, 'postgres:': 5432 };

/**
 * Stands on loopback between a client and the server at `url` (redis:// or postgresql://) and counts round trips: what
 * the client says after the server's last word, however much it is, and the answer to it. A pipeline is one, as is the
 * extended protocol's Parse, Bind, Describe, Execute and Sync; words that nobody answers, or nobody asked for, are none.
 */
export async function startCountingProxy(url: string): Promise<CountingProxy> {
  const target = new URL(url);
  const port = Number(target.port || DEFAULT_PORTS[target.protocol]);
  const sockets = new Set<Socket>();
  let count = 0;

  function join(client: Socket): void {
    const server = connect(port, target.hostname);
    let isAwaited = false;
    client.on('data', () => (isAwaited = true));
    server.on('data', () => {
      if (isAwaited) count += 1;
      isAwaited = false;
    });
    for (const [from, to] of [
      [client, server],
      [server, client],
    ] as const) {
      sockets.add(from);
      // Nagle's algorithm would add to what is measured.
      from.setNoDelay(true).pipe(to);
      from.on('error', () => to.destroy()).on('close', () => sockets.delete(from) && to.destroy());
    }
  }

  const proxy = createServer(join).listen(0, '127.0.0.1');
  await until('the proxy', () => proxy.listening);
  const place = new URL(url);
  place.hostname = '127.0.0.1';
  place.port = String((proxy.address() as AddressInfo).port);
  return {
    url: place.href,
    roundTrips: () => count,
    forget: () => {
      for (const socket of sockets) socket.unpipe().resume();
    },
    stop: async () => {
      const closed = new Promise((resolve) => void proxy.close(resolve));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

/** Redis and PostgreSQL round trips. */
export type RoundTrips = { redis: number; postgres: number };

/** How many windows are looked at. What a server does of itself, such as asking for due mail, comes seconds apart. */
const WINDOWS = 4;
/** Requests in a window, so that one which comes without any cannot hide: all of it takes some hundredths of a second. */
const REQUESTS = 5;

/**
 * Round trips of one `request` on average, sent one after another through servers behind these proxies. What else the
 * server does can only add to a window, so the least of some short windows is exact.
 */
export async function roundTripsOf(
  proxies: { redis: CountingProxy; postgres: CountingProxy },
  request: () => Promise<unknown>,
): Promise<RoundTrips> {
  const windows: RoundTrips[] = [];
  for (let window = 0; window < WINDOWS; window += 1) {
    const before = { redis: proxies.redis.roundTrips(), postgres: proxies.postgres.roundTrips() };
    for (let n = 0; n < REQUESTS; n += 1) await request();
    windows.push({
      redis: (proxies.redis.roundTrips() - before.redis) / REQUESTS,
      postgres: (proxies.postgres.roundTrips() - before.postgres) / REQUESTS,
    });
  }
  const least = (of: keyof RoundTrips) => Math.min(...windows.map((window) => window[of]));
  return { redis: least('redis'), postgres: least('postgres') };
}
