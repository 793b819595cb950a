import { afterEach, beforeEach, expect, test } from 'vitest';
import { applyMigrations } from '@/lib/infra/migrations';
import { cloneDatabase, type TestDatabase } from '../harness/database';

let database: TestDatabase;

beforeEach(async () => {
  database = await cloneDatabase({ isEmpty: true });
});
afterEach(async () => {
  await database.drop();
});

test.each([
  ['none, that made by the migration', []],
  [
    'one that was there, in a schema that nobody looks in',
    ['CREATE SCHEMA "Of theirs"', 'CREATE EXTENSION pg_trgm SCHEMA "Of theirs"'],
  ],
])('names and addresses are indexed with pg_trgm: %s', async (_, statements) => {
  for (const statement of statements) await database.query(statement);
  await applyMigrations(database.url);
  const { rows } = await database.query(
    "SELECT indexname FROM pg_indexes WHERE tablename = 'users' AND indexdef LIKE '%gin_trgm_ops%' ORDER BY 1",
  );
  expect(rows).toEqual([{ indexname: 'users_email_idx' }, { indexname: 'users_search_name_idx' }]);
});

test('the name that is searched follows the names', async () => {
  await applyMigrations(database.url);
  await database.query(
    "INSERT INTO users (id, email, first_name, last_name, updated_at) VALUES (gen_random_uuid(), 'e', 'Ｚｏë', 'ØDE', now())",
  );
  const searched = 'SELECT search_name FROM users';
  expect((await database.query(searched)).rows).toEqual([{ search_name: ' zoë øde' }]);
  await database.query("UPDATE users SET last_name = 'Marsh'");
  expect((await database.query(searched)).rows).toEqual([{ search_name: ' zoë marsh' }]);
});
