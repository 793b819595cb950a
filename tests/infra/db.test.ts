import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectDatabase, disconnectDatabase, getDb, type Db } from '@/lib/infra/db';
import { cloneDatabase, type TestDatabase } from '../harness/database';

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

test('a statement that is stuck is ended by the server', async () => {
  const [row] = await db.$queryRaw<unknown[]>`SELECT current_setting('statement_timeout') AS statement`;
  expect(row).toEqual({ statement: '15s' });
});
