import { access, mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { parseSettings } from '@/lib/core/env';
import { disconnectDatabase, getDb } from '@/lib/infra/db';
import { applyMigrations } from '@/lib/infra/migrations';
import { startDatabase } from '@/lib/infra/start-database';
import { type Child, startChild } from '../harness/child';
import { cloneDatabase, type TestDatabase } from '../harness/database';
import { until } from '../harness/poll';

const ROOT = process.cwd();
/** Starts the database for given settings, says which scripts were loaded for it, and ends. */
const STARTER = `
import { Session } from 'node:inspector';
const { startDatabase } = await import(${JSON.stringify(join(ROOT, 'lib/infra/start-database.ts'))});
const { parseSettings } = await import(${JSON.stringify(join(ROOT, 'lib/core/env.ts'))});
await startDatabase(parseSettings(JSON.parse(process.argv[1])));
const session = new Session();
session.connect();
session.on('Debugger.scriptParsed', ({ params }) => console.log('loaded ' + params.url));
session.post('Debugger.enable');
// What is still in the pipe would be lost with the process.
process.stdout.write('done\\n', () => process.exit(0));
`;

let folder = '';
let database: TestDatabase;

const production = () => ({
  NODE_ENV: 'production',
  APP_URL: 'https://login.example.com',
  SECRET_KEY: 's'.repeat(64),
  JWE_KEY: 'k'.repeat(43),
  DATABASE_URL: database.url,
  ALLOW_SINGLE_INSTANCE: 'true',
  CAPTCHA: 'off',
  EMAIL_HOST: 'localhost',
});

/** In a process and a folder of its own, as a server is. */
function startElsewhere(settings: Record<string, string>): Child {
  const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
  return startChild(
    process.execPath,
    ['--import', tsx, '--input-type=module', '-e', STARTER, JSON.stringify(settings)],
    { cwd: folder, env: { ...process.env, TSX_TSCONFIG_PATH: join(ROOT, 'tsconfig.json') } },
  );
}

async function embeddedScriptsOf(child: Child): Promise<string[]> {
  await until('the start to be over', () => child.hasExited(), 60);
  await until(`"done" in what it said:\n${child.lines.join('\n')}`, () => child.lines.includes('done'));
  const loaded = child.lines.filter((line) => line.startsWith('loaded '));
  expect(loaded.filter((line) => line.includes('lib/infra/start-database'))).toHaveLength(1);
  return loaded.filter((line) => line.includes('lib/infra/embedded/'));
}

const existsInFolder = (name: string) =>
  access(join(folder, name)).then(
    () => true,
    () => false,
  );

beforeEach(async () => {
  [database, folder] = await Promise.all([
    cloneDatabase({ isEmpty: true }),
    mkdtemp(join(tmpdir(), 'gatehouse-start-')),
  ]);
});

afterEach(async () => {
  await disconnectDatabase();
  await database.drop();
  await rm(folder, { recursive: true });
});

describe('a production start', () => {
  // asvs:15.2.3
  test('loads nothing of the embedded server and makes no folder for it', async () => {
    await applyMigrations(database.url);
    expect(await embeddedScriptsOf(startElsewhere(production()))).toEqual([]);
    expect(await existsInFolder('.data')).toBe(false);
  });

  test('without a database is refused, whoever asks', async () => {
    const settings = { ...parseSettings(production()), DATABASE_URL: undefined };
    await expect(startDatabase(settings)).rejects.toThrow('DATABASE_URL: wanted in production');
  });

  test('with migrations missing is refused, names them, and applies none', async () => {
    await expect(startDatabase(parseSettings(production()))).rejects.toThrow(
      /lacks \d+ of the migrations .*the_gate.*npm run db:migrate/,
    );
    expect((await database.query("SELECT to_regclass('users') AS users")).rows).toEqual([{ users: null }]);
  });

  test('with everything applied connects', async () => {
    await applyMigrations(database.url);
    await startDatabase(parseSettings(production()));
    expect(await getDb().role.count()).toBe(3);
  });
});

describe('a development start', () => {
  // Files for a database are made, and written through to the disk: slow disks are given time.
  test(
    'without a database starts the embedded one, in the folder it is started from',
    { timeout: 90_000 },
    async () => {
      expect(await embeddedScriptsOf(startElsewhere({}))).not.toEqual([]);
      expect(await existsInFolder('.data/postgres/data')).toBe(true);
      const log = join(folder, '.data/postgres/data/postmaster.pid');
      await until('it to be gone', () =>
        access(log).then(
          () => false,
          () => true,
        ),
      );
    },
  );

  test.each([{}, { NODE_ENV: 'production', PREVIEW: 'true' }])(
    '%o with a database applies what it lacks',
    async (mode) => {
      const { appliedMigrations } = await startDatabase(parseSettings({ ...mode, DATABASE_URL: database.url }));
      expect(appliedMigrations).toContain('20261121120000_the_gate');
      expect(await getDb().role.count()).toBe(3);
    },
  );
});
