import { join } from 'node:path';
import { startChild, type Child } from './child';
import { freePort } from './free-port';
import { until } from './poll';

/** A process of its own between our server and a service of the outside: what happens to it has happened to the service. */
export type Relay = {
  port: number;
  /** From now on it takes connections, and nothing comes back (SIGSTOP); `thaw` lets it go on (SIGCONT). */
  freeze: () => void;
  thaw: () => void;
  /** Nobody is there any more (SIGKILL); `restart` brings it back at the same port. */
  kill9: () => Promise<void>;
  restart: () => Promise<void>;
  stop: () => Promise<void>;
};

/** Passes connections on to `target`, a port on loopback, which may be given when it is known. */
export async function startRelay(target: number): Promise<Relay> {
  const port = await freePort();
  let child: Child;
  async function start(): Promise<void> {
    const words = [join(process.cwd(), 'tests/harness/relay-process.mjs'), String(port), String(target)];
    child = startChild(process.execPath, words, {});
    await until('the relay', () => child.lines.includes('ready'));
  }
  await start();
  return {
    port,
    freeze: () => child.signal('SIGSTOP'),
    thaw: () => child.signal('SIGCONT'),
    kill9: () => child.kill9(),
    restart: start,
    stop: () => child.kill9(),
  };
}
