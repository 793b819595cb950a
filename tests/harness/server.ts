import { chown, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ensureBuild, runFolder } from './build';
import { type Child, startChild } from './child';
import { cloneDatabase, type TestDatabase } from './database';
import { freePort } from './free-port';
import { until } from './poll';
import { logProblems } from './server-log';
import { serverUser } from './server-user';
import { secretIn } from './token-guard';

const START_DEADLINE_SECONDS = 30;

export type ServerOptions = {
  /** Settings of this server; `undefined` unsets one of the harness's. */
  env?: Record<string, string | undefined>;
  /** A Redis for the counters and the cache; without it they live in the process. */
  redis?: { url: string } | undefined;
  /** The database to run on; without it, a fresh clone that goes with the server. */
  database?: TestDatabase;
  /** The folder that another server runs in: they share its mailbox, as instances share a mail server. */
  folder?: string;
  /** The folder of another built server than this project's, which is there already. */
  root?: string;
};

export type TestServer = {
  url: string;
  port: number;
  /** The id of its process, which leads a group of its own. */
  pid: () => number | undefined;
  /** What its process ended with; null while it has not, or when a signal ended it. */
  exitCode: () => number | null;
  database: TestDatabase;
  folder: string;
  /** What it has logged so far, over all of its lives. */
  logs: () => string[];
  /** Says that lines like this may be errors. */
  expectErrors: (pattern: RegExp) => void;
  restart: () => Promise<void>;
  /** Ends it as a power cut would; `restart` brings it back. */
  kill9: () => Promise<void>;
  /** Throws when its log holds an unexpected error, or it or the record a token, since the last time this was asked. */
  check: () => Promise<void>;
  /** Ends it and its data, and checks it. */
  stop: () => Promise<void>;
};

async function waitUntilItAnswers(child: Child, url: string): Promise<void> {
  await until(
    `the server at ${url}`,
    async () => {
      if (child.hasExited()) throw new Error(`The server ended at its start:\n${child.lines.join('\n')}`);
      return fetch(new URL('/api/health/live', url)).then(
        (answer) => answer.text().then(() => true),
        () => false,
      );
    },
    START_DEADLINE_SECONDS,
  );
}

/** An empty folder to start a server in: its mailbox and whatever else it writes lie there. It goes with the run at the latest. */
async function makeRoom(): Promise<string> {
  const folder = await mkdtemp(join(runFolder(), 'server-'));
  const { uid, gid } = serverUser();
  if (uid !== undefined && gid !== undefined) await chown(folder, uid, gid);
  return folder;
}

/** What the record of what happened says and should not: a password, a code, or a token of any kind. */
async function recordProblems({ query }: TestDatabase, since: Date): Promise<string[]> {
  const { rows } = await query<{ row: string }>(
    "SELECT (to_jsonb(e) - 'seal')::text AS row FROM audit_events e WHERE at >= $1",
    [since],
  );
  return rows.flatMap(({ row }) => {
    const secret = secretIn(row);
    return secret === undefined ? [] : [`${secret}: ${row}`];
  });
}

function environment(port: number, databaseUrl: string, options: ServerOptions): NodeJS.ProcessEnv {
  const { PATH, HOME, TMPDIR } = process.env;
  return {
    PATH,
    HOME,
    TMPDIR,
    NODE_ENV: 'production',
    PREVIEW: 'true',
    NEXT_TELEMETRY_DISABLED: '1',
    NODE_OPTIONS: `--import=${pathToFileURL(join(runFolder(), 'loopback-only.mjs')).href}`,
    TEST_PARENT_PID: String(process.pid),
    PORT: String(port),
    APP_URL: `http://localhost:${port}`,
    DATABASE_URL: databaseUrl,
    REDIS_URL: options.redis?.url,
    // Tests act as many addresses through X-Forwarded-For.
    TRUSTED_PROXY_HOPS: '1',
    ...options.env,
  };
}

/**
 * Starts the built server, which has nothing of the project around it, on a free port with a database and a mailbox of its
 * own, and waits until it answers. Where the tests run as root, it runs as nobody.
 */
export async function startServer(options: ServerOptions = {}): Promise<TestServer> {
  const root = options.root ?? (await ensureBuild());
  const port = await freePort();
  const url = `http://localhost:${port}`;
  const database = options.database ?? (await cloneDatabase());
  const folder = options.folder ?? (await makeRoom());
  const lives: Child[] = [];
  const expected: RegExp[] = [];
  const logs = () => lives.flatMap(({ lines }) => lines);
  const current = () => lives.at(-1);

  async function start(): Promise<void> {
    const words = [join(root, 'lib/cli/start.mjs'), '--hostname', '127.0.0.1'];
    const env = environment(port, database.url, options);
    const child = startChild(process.execPath, words, { cwd: folder, env, ...serverUser() });
    lives.push(child);
    await waitUntilItAnswers(child, url);
  }

  async function clearAway(): Promise<void> {
    if (!options.database) await database.drop();
    if (options.folder === undefined) await rm(folder, { recursive: true, force: true });
  }

  let checked = { lines: 0, at: new Date(0) };
  async function check(): Promise<void> {
    const problems = logProblems(logs().slice(checked.lines), expected.splice(0));
    const leaks = await recordProblems(database, checked.at);
    checked = { lines: logs().length, at: new Date() };
    if (problems.length > 0) throw new Error(`The log of the server holds\n${problems.join('\n')}`);
    if (leaks.length > 0) throw new Error(`The record of what happened holds\n${leaks.join('\n')}`);
  }

  async function stop(): Promise<void> {
    await current()?.stop();
    try {
      await check();
    } finally {
      await clearAway();
    }
  }

  await start().catch(async (error: unknown) => {
    await current()?.kill9();
    await clearAway();
    throw error;
  });

  return {
    url,
    port,
    pid: () => current()?.pid,
    exitCode: () => current()?.exitCode() ?? null,
    database,
    folder,
    logs,
    expectErrors: (pattern) => void expected.push(pattern),
    restart: async () => {
      await current()?.stop();
      await start();
    },
    kill9: async () => current()?.kill9(),
    check,
    stop,
  };
}
