import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { cloneDatabase, type TestDatabase } from '../harness/database';

const TSX = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
const { PATH } = process.env;

let folder = '';
let database: TestDatabase;
let name = '';

/** `npm run db:seed -- …` in a folder whose .env names the database. */
function seed(words: string[], mode: 'development' | 'production' = 'development') {
  const env = { PATH, NODE_ENV: mode, TSX_TSCONFIG_PATH: join(process.cwd(), 'tsconfig.json') };
  const command = ['--import', TSX, join(process.cwd(), 'lib/cli/seed.ts'), ...words];
  const { status, stdout, stderr } = spawnSync(process.execPath, command, { cwd: folder, env, encoding: 'utf8' });
  return { status, stdout, stderr };
}

async function people(): Promise<number> {
  return (await database.query<{ n: number }>('SELECT count(*)::int AS n FROM users')).rows[0]?.n ?? 0;
}

beforeEach(async () => {
  database = await cloneDatabase();
  name = new URL(database.url).pathname.slice(1);
  folder = await mkdtemp(join(tmpdir(), 'gatehouse-seed-'));
  await writeFile(join(folder, '.env'), `DATABASE_URL=${database.url}\n`);
});

afterEach(async () => {
  await database.drop();
  await rm(folder, { recursive: true });
});

test('makes as many people as are wanted in all, and says how many are new and how long it took', async () => {
  const first = seed(['--people', '30', '--into', name]);
  expect(first).toMatchObject({ status: 0, stderr: '' });
  expect(first.stdout).toMatch(/: 30 people made, 0 were there already; it took \d+\.\d s\.\nThey have no password/);
  const second = seed(['--into', name]);
  expect(second.stdout).toContain(': 20 people made, 30 were there already');
  expect(await people()).toBe(50);
});

test('refuses a production, and what is not said', async () => {
  const { status, stdout, stderr } = seed(['--into', name], 'production');
  expect({ status, stdout, stderr }).toEqual({
    status: 1,
    stdout: '',
    stderr: 'Made-up people are for development: NODE_ENV is production.\n',
  });
  expect(seed([]).stderr).toContain(`If made-up people are to get into it: --into ${name}`);
  expect(await people()).toBe(0);
});
