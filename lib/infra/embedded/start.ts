import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { access, constants, mkdir, open, readFile, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { DatabaseProblem } from '../database-problem';
import { PROJECT_ROOT } from '../project-root';
import { findKeeper, LEAVE, LOOPBACK, STAY, type Door, type Word } from './keeper-door';
import { readOrCreateSecret, SUPERUSER, type Secret } from './secret';

export type EmbeddedPostgres = {
  /** Address, user and password of its database. */
  url: string;
  /** Says that this process needs it no more. Resolves when it is stopped, or at once when others need it. */
  release: () => Promise<void>;
  /** Resolves when the server is gone without having been released. */
  lost: Promise<void>;
};

type StartOptions = {
  /** Where everything about it lies: files, secret, log. Made where it is missing. */
  dataDir: string;
  /** Settings of PostgreSQL as `name=value`; for tests, which may do without the disk (`fsync=off`). Those of a server that runs already stay. */
  flags?: readonly string[];
};

/** Run as it is, not bundled: it has a process of its own. */
const KEEPER_PROGRAM = 'lib/infra/embedded/keeper.ts';
/** Setting up on a slow disk, or stopping an orphan and recovering what it had not written. */
const START_TIMEOUT_MS = 120_000;
const POLL_MS = 25;
const LOG_LIMIT_BYTES = 1_048_576;

const logOf = (folder: string) => join(folder, 'keeper.log');

/**
 * The project's own folder, where the keeper lies: also for the server that was built in it (`npm run preview`), which has
 * nothing of it. Throws where a server was taken elsewhere.
 */
function findProject(): string {
  const around = [PROJECT_ROOT, join(/* turbopackIgnore: true */ PROJECT_ROOT, '../..')];
  const found = around.find((folder) => existsSync(join(/* turbopackIgnore: true */ folder, KEEPER_PROGRAM)));
  if (found === undefined) throw new DatabaseProblem('There is no embedded PostgreSQL here: set DATABASE_URL.');
  return found;
}

/** Starts a keeper that outlives us and is out of reach of our terminal's Ctrl-C. */
async function callKeeper(folder: string, flags: readonly string[]): Promise<ChildProcess> {
  const path = logOf(folder);
  const size = await stat(path).then(
    (found) => found.size,
    () => 0,
  );
  const log = await open(path, size > LOG_LIMIT_BYTES ? 'w' : 'a', 0o600);
  const child = spawn(process.execPath, ['--import', 'tsx', KEEPER_PROGRAM, folder, ...flags], {
    cwd: findProject(),
    detached: true,
    windowsHide: true,
    stdio: ['ignore', log.fd, log.fd],
  });
  child.once('error', () => {});
  child.unref();
  await log.close();
  return child;
}

/** What the keeper says of its server, or `closing` when it goes away without a word. */
async function hear({ nextLine }: Door): Promise<Word> {
  const line = await nextLine();
  return line === undefined ? { closing: true } : (JSON.parse(line) as Word);
}

function guestOf({ socket }: Door, port: number, secret: Secret): EmbeddedPostgres {
  const closed = new Promise<void>((done) => socket.once('close', () => done()));
  let isReleased = false;
  // It is to end with this process, not to keep it.
  socket.unref();
  return {
    url: `postgresql://${SUPERUSER}:${secret}@${LOOPBACK}:${port}/postgres`,
    lost: closed.then(() => (isReleased ? new Promise<void>(() => {}) : undefined)),
    release: async () => {
      isReleased = true;
      socket.ref();
      socket.write(`${LEAVE}\n`);
      await closed;
    },
  };
}

async function tailOf(folder: string): Promise<string> {
  const text = await readFile(logOf(folder), 'utf8').catch(() => '');
  return text.trim().split('\n').slice(-5).join('\n');
}

/** Asks to stay: the server when it is ready, undefined when this keeper is on its way out. */
async function stayAt(door: Door, folder: string, secret: Secret): Promise<EmbeddedPostgres | undefined> {
  door.socket.write(`${STAY}\n`);
  const word = await hear(door);
  if ('ready' in word) return guestOf(door, word.ready.port, secret);
  door.socket.destroy();
  if ('failed' in word) throw new DatabaseProblem(`${word.failed} Its log: ${logOf(folder)}`);
  return undefined;
}

async function openFolder(dataDir: string): Promise<{ folder: string; secret: Secret }> {
  try {
    await mkdir(dataDir, { recursive: true });
    const folder = await realpath(dataDir);
    await access(folder, constants.W_OK);
    return { folder, secret: await readOrCreateSecret(folder) };
  } catch (error) {
    const { message } = error as Error;
    throw new DatabaseProblem(
      `The folder of the embedded PostgreSQL, ${dataDir}, cannot be used: ${message}. If it belongs to another user, make it yours or delete it.`,
    );
  }
}

/**
 * Starts the PostgreSQL of `dataDir`, or joins the one that runs there, also when several come at once. It is stopped
 * when the last process that started or joined it releases it or ends, in whatever way.
 *
 * Throws {@link DatabaseProblem}, a sentence that says what to do. For development, previews and tests only.
 */
export async function startEmbeddedPostgres({ dataDir, flags = [] }: StartOptions): Promise<EmbeddedPostgres> {
  const { folder, secret } = await openFolder(dataDir);
  const deadline = performance.now() + START_TIMEOUT_MS;
  let keeper: ChildProcess | undefined;
  while (performance.now() < deadline) {
    const door = await findKeeper(secret);
    const server = door && (await stayAt(door, folder, secret));
    if (server) return server;
    if (keeper?.exitCode) {
      throw new DatabaseProblem(`The embedded PostgreSQL's keeper did not start:\n${await tailOf(folder)}`);
    }
    // An exit without a complaint: another keeper was quicker, and may be gone again by now.
    if (!door && (!keeper || keeper.exitCode === 0)) keeper = await callKeeper(folder, flags);
    await delay(POLL_MS);
  }
  throw new DatabaseProblem(`The embedded PostgreSQL did not start in time. Its log: ${logOf(folder)}`);
}
