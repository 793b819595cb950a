import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, realpath, rm, stat, writeFile } from 'node:fs/promises';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { portsOf } from '@/lib/infra/embedded/secret';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '@/lib/infra/embedded/start';
import { type Child, startChild } from '../harness/child';
import { until } from '../harness/poll';

/** Another process that needs the server, until it ends. */
const HOLDER = `
import { startEmbeddedPostgres } from './lib/infra/embedded/start';
const { url } = await startEmbeddedPostgres({ dataDir: process.argv[1], flags: ['fsync=off'] });
console.log(url);
setInterval(() => {}, 60_000);
`;

let folder = '';
const opened: Promise<EmbeddedPostgres>[] = [];

function hold(): Child {
  const child = startChild(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', HOLDER, folder], {});
  // A test that fails half-way leaves nobody behind who would keep the server from the next one.
  onTestFinished(() => child.kill9());
  return child;
}

const urlFrom = (child: Child) =>
  until('a holder to have its server', () => child.lines.find((line) => line.startsWith('postgresql://')));

function start(): Promise<EmbeddedPostgres> {
  const server = startEmbeddedPostgres({ dataDir: folder, flags: ['fsync=off'] });
  opened.push(server);
  return server;
}

async function ask<Row>(url: string, sql: string): Promise<Row[]> {
  const client = new Client({ connectionString: url });
  // It may be killed under us: that is what some tests are about.
  client.on('error', () => {});
  await client.connect();
  try {
    return (await client.query(sql)).rows as Row[];
  } finally {
    await client.end();
  }
}

/** Processes whose command line holds `words`. */
function pidsOf(words: string): number[] {
  const lines = execFileSync('ps', ['-eo', 'pid=,args='], { encoding: 'utf8' }).split('\n');
  return lines.filter((line) => line.includes(words)).map((line) => Number.parseInt(line, 10));
}

const postgresPids = () => pidsOf(`postgres -D ${folder}/data`);
const keeperPids = () => pidsOf(`gatehouse-postgres-keeper ${folder}`);
const guardPids = (postgres: number) => pidsOf(`gatehouse-postgres-guard ${postgres}`);
const isAllGone = () => postgresPids().length + keeperPids().length === 0;
const kill9 = (pids: number[]) => pids.forEach((pid) => process.kill(pid, 'SIGKILL'));

async function occupy(port: number, server: Server): Promise<void> {
  const sockets: Socket[] = [];
  server.on('connection', (socket) => void sockets.push(socket));
  await new Promise<void>((resolve) => void server.listen(port, '127.0.0.1', resolve));
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => void server.close(resolve));
  });
}

beforeAll(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'gatehouse-embedded-')));
});

afterEach(async () => {
  for (const server of opened.splice(0)) await server.then(({ release }) => release()).catch(() => undefined);
  await until('everything to be gone', isAllGone, 40);
});

afterAll(() => rm(folder, { recursive: true }));

// Each test waits for processes to come and go, on a machine that may be busy with other tests.
describe('the embedded PostgreSQL', { timeout: 90_000 }, () => {
  test('is a real one, on the loopback only, behind a password that others cannot read', async () => {
    const { url } = await start();
    expect(await ask(url, 'SHOW listen_addresses')).toEqual([{ listen_addresses: '127.0.0.1' }]);
    expect(await ask(url, 'SHOW unix_socket_directories')).toEqual([{ unix_socket_directories: '' }]);
    expect((await ask<{ version: string }>(url, 'SELECT version()'))[0]?.version).toMatch(/^PostgreSQL 18/);
    const { password, port } = new URL(url);
    await expect(ask(url.replace(password, 'wrong'), 'SELECT 1')).rejects.toThrow('password authentication failed');
    expect(port).not.toBe('5432');
    expect((await stat(join(folder, 'secret'))).mode & 0o777).toBe(0o600);
    expect((await stat(folder)).mode & 0o777).toBe(0o700);
    expect(await readFile(join(folder, 'keeper.log'), 'utf8')).not.toContain(password);
  });

  test('those who start at once share one, and the last of them takes it along', async () => {
    const holders = [hold(), hold(), hold()];
    const [url = '', ...others] = await Promise.all(holders.map(urlFrom));
    expect(others).toEqual([url, url]);
    expect(postgresPids()).toHaveLength(1);
    // Those who called a keeper of their own were too late, and it is on its way out.
    await until('one keeper', () => keeperPids().length === 1, 30);
    await Promise.all(holders.slice(1).map((holder) => holder.kill9()));
    expect(await ask(url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    await holders[0]?.kill9();
    await until('it to be gone', isAllGone, 40);
  });

  test('a Ctrl-C ends it with its process, and not before', async () => {
    const holder = hold();
    const url = await urlFrom(holder);
    expect(await ask(url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    // What a terminal does: the signal goes to everything that was started in it.
    process.kill(-holder.pid, 'SIGINT');
    await until('it to be gone', () => holder.hasExited() && isAllGone(), 40);
  });

  test('whoever releases it last finds it stopped; others keep theirs', async () => {
    const [first, second] = [await start(), await start()];
    await first.release();
    expect(await ask(second.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    await second.release();
    expect(postgresPids()).toEqual([]);
  });

  test('what was committed survives a kill -9 of PostgreSQL, whose users are told', async () => {
    const { url, lost } = await start();
    await ask(url, 'CREATE TABLE kept AS SELECT 42 AS answer');
    kill9(postgresPids());
    await lost;
    expect(await ask((await start()).url, 'SELECT * FROM kept')).toEqual([{ answer: 42 }]);
  });

  test('it goes with its keeper, too', async () => {
    const { lost } = await start();
    kill9(keeperPids());
    await lost;
    await until('it to be gone', isAllGone, 40);
  });

  test('a start stops one that outlived everybody', async () => {
    await start();
    const [orphan = 0] = postgresPids();
    kill9([...guardPids(orphan), ...keeperPids()]);
    expect(postgresPids()).toEqual([orphan]);
    const { url } = await start();
    expect(await ask(url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    expect(postgresPids()).not.toContain(orphan);
  });

  test('busy ports are passed by, whoever sits on them', async () => {
    const secret = await readFile(join(folder, 'secret'), 'utf8');
    const { keeper, postgres } = portsOf(secret);
    const liar = createServer((socket) =>
      socket.once('data', (question) => socket.end(`${createHash('sha256').update(question).digest('base64url')}\n`)),
    );
    await occupy(keeper[0] ?? 0, liar);
    await occupy(
      keeper[1] ?? 0,
      createServer((socket) => socket.on('error', () => {})),
    );
    await occupy(postgres, createServer());
    const { url } = await start();
    expect(await ask(url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    expect(Number(new URL(url).port)).not.toBe(postgres);
  });

  test('a pid file that names a process of somebody else does not stop it', async () => {
    await writeFile(join(folder, 'data/postmaster.pid'), `${process.pid}\n`);
    expect(await ask((await start()).url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  test('a set-up that was cut short is begun anew', async () => {
    await rm(join(folder, 'data'), { recursive: true });
    await mkdir(join(folder, 'making/data'), { recursive: true });
    await writeFile(join(folder, 'making/data/PG_VERSION'), '18\n');
    expect(await ask((await start()).url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  test('one that cannot start says why, and where more is written', async () => {
    await writeFile(join(folder, 'data/PG_VERSION'), '9.6\n');
    await expect(start()).rejects.toThrow(/incompatible with server[^]*keeper\.log/);
  });
});
