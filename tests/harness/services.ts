import { chmod, copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '../../lib/infra/embedded/start';
import { applyMigrations } from '../../lib/infra/migrations';
import { RUN_FOLDER } from './build';
import { createTemplate } from './database';
import { chooseServerUser } from './server-user';

type Undo = () => Promise<void>;

/** For many servers at a time. */
const MANY = ['max_connections=200'];
/** Nothing of a test run has to survive a power cut. */
const FLEETING = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off'];

async function startPostgres(folder: string, flags: string[]): Promise<{ url: string; stop: Undo }> {
  const given = process.env['TEST_DATABASE_URL'];
  if (given !== undefined) return { url: given, stop: () => Promise.resolve() };
  const { url, release } = await startEmbeddedPostgres({ dataDir: join(folder, 'postgres'), flags });
  return { url, stop: release };
}

/** Servers may run as somebody else, who cannot enter the project: what they read lies here. */
async function openToServers(folder: string): Promise<void> {
  await chmod(folder, 0o755);
  await copyFile('tests/harness/loopback-only.mjs', join(folder, 'loopback-only.mjs'));
  chooseServerUser();
}

/**
 * What a run of tests stands on: one PostgreSQL with a migrated template. TEST_DATABASE_URL (a role that may create
 * databases) puts another server in the place of the embedded one. `isDurable` makes it wait for the disk, as in
 * production. Returns how to end it.
 */
export async function startServices({ isDurable = false } = {}): Promise<Undo> {
  const folder = await mkdtemp(join(tmpdir(), 'gatehouse-run-'));
  process.env[RUN_FOLDER] = folder;
  await openToServers(folder);
  const { url, stop } = await startPostgres(folder, isDurable ? MANY : [...MANY, ...FLEETING]);
  const dropTemplate = await createTemplate(url, async (template) => void (await applyMigrations(template)));
  return async () => {
    await dropTemplate();
    await stop();
    await rm(folder, { recursive: true, force: true });
  };
}
