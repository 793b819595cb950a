import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { toProblem } from '@/lib/core/problem';
import { connectDatabase, disconnectDatabase, getDb, openDatabase, patiently, type Db } from '@/lib/infra/db';
import { type CountingProxy, startCountingProxy } from '../harness/counting-proxy';
import { cloneDatabase, type TestDatabase } from '../harness/database';
import { until } from '../harness/poll';

let database: TestDatabase;
let db: Db;

beforeAll(async () => {
  database = await cloneDatabase();
  db = connectDatabase(database.url);
});

afterAll(async () => {
  await disconnectDatabase();
  await database.drop();
});

test('there is one client in a process', () => {
  expect(getDb()).toBe(db);
});

test('a statement that is stuck is ended by the server, sooner where somebody waits for it', async () => {
  const ended = async (client: Db) =>
    client.$queryRaw<unknown[]>`SELECT current_setting('statement_timeout') AS statement`;
  expect([await ended(db), await ended(patiently(db))]).toEqual([[{ statement: '2500ms' }], [{ statement: '15s' }]]);
});

/** What became of it, as a code, and in how many seconds. */
async function outcomeOf(work: () => Promise<unknown>): Promise<{ code: unknown; seconds: number }> {
  const startedAt = performance.now();
  const code = await work().then(
    () => 'done',
    (error: unknown) => toProblem(error).code,
  );
  return { code, seconds: (performance.now() - startedAt) / 1000 };
}

describe('a connection that died without a word', () => {
  const marks = () => database.query('SELECT reason FROM marks');
  let proxy: CountingProxy;
  let far: Db;

  beforeAll(async () => {
    await database.query('CREATE TABLE marks (reason text)');
    proxy = await startCountingProxy(database.url);
    far = openDatabase(proxy.url);
  });
  afterAll(async () => {
    await far.$disconnect();
    await proxy.stop();
  });

  test('costs its request less than 5 s, and is replaced', async () => {
    await far.$queryRaw`SELECT 1`;
    proxy.forget();
    const { code, seconds } = await outcomeOf(() => far.$queryRaw`SELECT 1`);
    expect(code).toBe('service_unavailable');
    expect(seconds).toBeLessThan(5);
    await until('a new connection', async () => (await outcomeOf(() => far.$queryRaw`SELECT 1`)).code === 'done');
  });

  test('in the middle of a transaction costs no more, and leaves neither its work nor its connection behind', async () => {
    const { code, seconds } = await outcomeOf(() =>
      far.$transaction(async (tx) => {
        await tx.$executeRaw`INSERT INTO marks VALUES ('given up')`;
        proxy.forget();
        await tx.$executeRaw`INSERT INTO marks VALUES ('given up, too')`;
      }),
    );
    expect(code).toBe('service_unavailable');
    expect(seconds).toBeLessThan(5);
    const mark = () => far.$executeRaw`INSERT INTO marks VALUES ('kept')`;
    await until('a new connection', async () => (await outcomeOf(mark)).code === 'done');
    expect((await marks()).rows).toEqual([{ reason: 'kept' }]);
  });
});
