import { afterAll, beforeAll, expect, it } from 'vitest';
import { MANAGED_SELECT } from '@/lib/domain/managed-people';
import { readPeoplePage } from '@/lib/domain/people-pages';
import { openDatabase, type Db } from '@/lib/infra/db';
import { cloneDatabase, type TestDatabase } from '../harness/database';
import { addPerson, NOW } from './access/world';

let database: TestDatabase;
let db: Db;

beforeAll(async () => {
  database = await cloneDatabase();
  db = openDatabase(database.url);
});
afterAll(async () => {
  await db.$disconnect();
  await database.drop();
});

it('a list loads of each person all that is loaded of one alone', async () => {
  const managerId = await addPerson(db, { roles: ['manager'] });
  const id = await addPerson(db, { roles: ['member'], managerId, suspendedAt: NOW, suspendedUntil: NOW });
  await db.user.update({ where: { id }, data: { lastLoginAt: NOW, suspendedReason: 'left' } });
  const alone = await db.user.findMany({ where: { id }, select: MANAGED_SELECT });
  // What is null could as well be missing from the one as from the other.
  expect(Object.values(alone[0] ?? {})).not.toContain(null);
  const { people } = await readPeoplePage(db, { id }, { page: 1, page_size: 20 });
  expect(people).toStrictEqual(alone);
});
