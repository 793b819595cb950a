import { afterAll, beforeAll } from 'vitest';
import { connectDatabase, disconnectDatabase, type Db } from '@/lib/infra/db';
import { cloneDatabase, type TestDatabase } from './database';
import { startedLater } from './started-later';

/**
 * A database of its own for a test file, and the client of this process connected to it. What is returned may be used
 * inside tests and hooks, not while the file is being collected.
 */
export function useDatabase(): { database: TestDatabase; db: Db } {
  let database: TestDatabase | undefined;
  let db: Db | undefined;

  beforeAll(async () => {
    database = await cloneDatabase();
    db = connectDatabase(database.url);
  });
  afterAll(async () => {
    await disconnectDatabase();
    await database?.drop();
  });

  return {
    database: startedLater('database', () => database),
    db: startedLater('database', () => db),
  };
}
