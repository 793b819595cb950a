import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Pool } from 'pg';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../../lib/infra/embedded/start';
import { applyMigrations } from '../../lib/infra/migrations';
import type { TestDatabase } from './database';

/** A PostgreSQL of a test's own, so that it may be stopped: the run's is everybody's. */
export type OwnPostgres = {
  database: TestDatabase;
  /** Stops every process of it in the middle of whatever it does (SIGSTOP); `thaw` lets them go on (SIGCONT). */
  freeze: () => void;
  thaw: () => void;
  /** Ends it as a power cut would; `restart` brings it back at the same address, with what it had promised to keep. */
  kill9: () => Promise<void>;
  restart: () => Promise<void>;
};

/** Itself, and the process of each connection. */
function processesOf(folder: string): number[] {
  const note = join(folder, 'data/postmaster.pid');
  const postmaster = Number.parseInt(existsSync(note) ? readFileSync(note, 'utf8') : '', 10);
  const rows = execFileSync('ps', ['-eo', 'pid=,ppid='], { encoding: 'utf8' }).trim().split('\n');
  const pairs = rows.map((row) => row.trim().split(/\s+/).map(Number));
  return pairs.flatMap(([pid = 0, parent]) => (pid === postmaster || parent === postmaster ? [pid] : []));
}

function signalAll(pids: readonly number[], name: NodeJS.Signals): void {
  for (const pid of pids) {
    try {
      process.kill(pid, name);
    } catch {
      // It ended by itself, as a connection's does.
    }
  }
}

/** Starts it, empty and migrated, in a folder of its own. It does not wait for the disk: only for the system to have taken a write. */
export async function startOwnPostgres(): Promise<OwnPostgres> {
  const folder = await mkdtemp(join(tmpdir(), 'gatehouse-own-'));
  let server: EmbeddedPostgres | undefined;
  const start = async () => (server = await startEmbeddedPostgres({ dataDir: folder, flags: ['fsync=off'] }));
  const { url } = await start();
  await applyMigrations(url);
  const pool = new Pool({ connectionString: url, max: 2 });
  // It is killed under them: that is what it is for.
  pool.on('error', () => undefined);
  return {
    database: {
      url,
      query: (sql, values) => pool.query(sql, values),
      drop: async () => {
        await pool.end();
        await server?.release();
        await rm(folder, { recursive: true, force: true });
      },
    },
    freeze: () => signalAll(processesOf(folder), 'SIGSTOP'),
    thaw: () => signalAll(processesOf(folder), 'SIGCONT'),
    kill9: async () => {
      signalAll(processesOf(folder), 'SIGKILL');
      await server?.lost;
    },
    restart: async () => {
      signalAll(processesOf(folder), 'SIGCONT');
      const { url: now } = await start();
      if (now !== url) throw new Error('It came back at another address.');
    },
  };
}
