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

/** `npm run db:migrate` in a folder whose .env holds `lines`. */
async function migrate(lines: string[]) {
  await writeFile(join(folder, '.env'), lines.join('\n'));
  const env = { PATH, NODE_ENV: 'development' as const, TSX_TSCONFIG_PATH: join(process.cwd(), 'tsconfig.json') };
  const words = ['--import', TSX, join(process.cwd(), 'lib/cli/migrate.ts')];
  const { status, stdout, stderr } = spawnSync(process.execPath, words, { cwd: folder, env, encoding: 'utf8' });
  return { status, stdout, stderr };
}

beforeEach(async () => {
  database = await cloneDatabase({ isEmpty: true });
  folder = await mkdtemp(join(tmpdir(), 'gatehouse-migrate-'));
});

afterEach(async () => {
  await database.drop();
  await rm(folder, { recursive: true });
});

test('applies to the database that .env names, says what, and the next time that there is nothing to do', async () => {
  const first = await migrate([`DATABASE_URL=${database.url}`]);
  expect(first).toEqual({ status: 0, stderr: '', stdout: expect.stringMatching(/^applied \d+_the_gate\n/) });
  const second = await migrate([`DATABASE_URL=${database.url}`]);
  expect(second).toEqual({ status: 0, stderr: '', stdout: expect.stringMatching(/: nothing to apply\n$/) });
  expect((await database.query('SELECT name FROM roles')).rows).toHaveLength(3);
});

test('a database that is not there ends it with 1 and a sentence, without a stack', async () => {
  const url = new URL(database.url);
  url.pathname = '/nowhere';
  const { status, stdout, stderr } = await migrate([`DATABASE_URL=${url.href}`]);
  expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
  expect(stderr).toBe(
    'The database "nowhere" of DATABASE_URL does not exist. Create it (createdb nowhere) and start again.\n',
  );
});

test('settings that cannot be read end it with 1 and all of the problems', async () => {
  const { status, stderr } = await migrate(['DATABASE_URL=mysql://x', 'PORT=many']);
  expect(status).toBe(1);
  expect(stderr).toContain('DATABASE_URL: must start with postgresql://');
  expect(stderr).toContain('PORT: must be a whole number');
});
