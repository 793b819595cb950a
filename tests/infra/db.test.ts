import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectDatabase, disconnectDatabase, getDb, isUniqueViolation, type Db } from '@/lib/infra/db';
import { cloneDatabase, type TestDatabase } from '../harness/database';

const PERSON = { email: 'ada@example.com', firstName: 'Ada', lastName: 'Lovelace' };

let database: TestDatabase;
let db: Db;

const refusalOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => undefined,
    (error: unknown) => error,
  );
const insertAgain = (client: Pick<Db, '$executeRaw'>) =>
  client.$executeRaw`INSERT INTO users (id, email, first_name, last_name, updated_at)
    VALUES (gen_random_uuid(), ${PERSON.email}, 'A', 'L', now())`;

beforeAll(async () => {
  database = await cloneDatabase();
  db = connectDatabase(database.url);
  await db.user.create({ data: PERSON });
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

test.each([
  ['through the model', () => db.user.create({ data: PERSON })],
  ['in a transaction', () => db.$transaction((tx) => tx.user.create({ data: PERSON }))],
  ['by a raw statement', () => insertAgain(db)],
])('a value that is taken is known, %s', async (_, write) => {
  const refusal = await refusalOf(write());
  expect(isUniqueViolation(refusal)).toBe(true);
  expect(isUniqueViolation(refusal, 'users_email_key')).toBe(true);
  expect(isUniqueViolation(refusal, 'users_pkey')).toBe(false);
});

test('nothing else is taken for it', async () => {
  const check = await refusalOf(db.user.create({ data: { ...PERSON, email: ' ' } }));
  expect(check).toBeInstanceOf(Error);
  expect([check, new Error('P2002'), undefined, null, 'P2002'].map((error) => isUniqueViolation(error))).toEqual(
    Array.from({ length: 5 }, () => false),
  );
});
