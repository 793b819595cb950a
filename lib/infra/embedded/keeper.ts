/**
 * The keeper: a small process of its own that owns the embedded PostgreSQL of one folder, for as long as anybody needs it.
 * Whoever needs it keeps a connection open. The kernel closes that connection when its process ends in whatever way,
 * kill -9 included; with the last one gone the keeper stops PostgreSQL and ends.
 *
 * node --import tsx keeper.ts <folder> [setting=value …]
 */
import type { Server, Socket } from 'node:net';
import { prepareCluster } from './cluster';
import { LEAVE, openDoor, STAY, type Word } from './keeper-door';
import { lineReader } from './lines';
import { answerTo, portsOf, readOrCreateSecret } from './secret';
import { startServer, type RunningServer } from './server';

/** How long a keeper waits for its first guest, who may have died after calling it. */
const FIRST_GUEST_TIMEOUT_MS = 15_000;
/** A stranger on our port who says nothing is shown out. */
const SILENCE_TIMEOUT_MS = 5_000;

const [folder = '', ...flags] = process.argv.slice(2);
const guests = new Set<Socket>();
let door: Server | undefined;
let starting: Promise<RunningServer> | undefined;
let isClosing = false;

// Standard output is the log file.
const log = (text: string) => void process.stdout.write(text);
const note = (sentence: string) => log(`${new Date().toISOString()} keeper: ${sentence}\n`);

function say(guest: Socket, word: Word): void {
  guest.write(`${JSON.stringify(word)}\n`);
}

/** Stops PostgreSQL, then lets go of the door: until then nobody else may become the keeper. */
async function close(reason: string, exitCode = 0): Promise<void> {
  if (isClosing) return;
  isClosing = true;
  note(`stopping: ${reason}`);
  const server = await starting?.catch(() => undefined);
  await server?.stop();
  note('stopped');
  for (const guest of guests) guest.end();
  door?.close();
  process.exit(exitCode);
}

async function host(guest: Socket): Promise<void> {
  guests.add(guest);
  guest.setTimeout(0);
  guest.once('close', () => {
    guests.delete(guest);
    if (guests.size === 0) void close('nobody needs it any more');
  });
  if (isClosing) return say(guest, { closing: true });
  try {
    const server = await starting;
    if (isClosing || !server) say(guest, { closing: true });
    else say(guest, { ready: { port: server.port } });
  } catch (error) {
    say(guest, { failed: (error as Error).message });
  }
}

/** Answers whoever knocks; hosts whoever wants to stay. */
async function welcome(guest: Socket, secret: string): Promise<void> {
  const nextLine = lineReader(guest);
  guest.setTimeout(SILENCE_TIMEOUT_MS, () => guest.destroy());
  const question = await nextLine();
  if (question === undefined) return;
  guest.write(`${answerTo(question, secret)}\n`);
  if ((await nextLine()) !== STAY) return void guest.destroy();
  await host(guest);
  if ((await nextLine()) !== LEAVE) return;
  // The last one to leave is shown out when everything is put away, so that it may delete the folder.
  if (guests.size === 1) await close('the last guest left');
  else guest.end();
}

async function start(secret: string): Promise<RunningServer> {
  const cluster = await prepareCluster(folder, secret, flags, log);
  const server = await startServer(cluster, portsOf(secret).postgres, flags, log);
  void server.ended.then(() => close('PostgreSQL ended by itself', 1));
  note(`PostgreSQL of ${folder} listens on port ${server.port}`);
  return server;
}

async function keep(): Promise<void> {
  const secret = await readOrCreateSecret(folder);
  door = await openDoor(secret, (guest) => void welcome(guest, secret));
  if (!door) return note('another keeper is there already');
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void close(signal));
  starting = start(secret);
  // Everybody who waits is told why; then there is nothing to keep.
  starting.catch((error: Error) => note(`failed: ${error.message}`));
  setTimeout(() => guests.size === 0 && void close('nobody came'), FIRST_GUEST_TIMEOUT_MS);
}

process.title = `gatehouse-postgres-keeper ${folder}`;
await keep();
