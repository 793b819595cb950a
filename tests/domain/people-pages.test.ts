import { expect, it } from 'vitest';
import { MANAGED_SELECT } from '@/lib/domain/managed-people';
import { readPeoplePage } from '@/lib/domain/people-pages';
import { useDatabase } from '../harness/use-database';
import { addPerson, NOW } from './access/world';

const { db } = useDatabase();

it('a list loads of each person all that is loaded of one alone', async () => {
  const managerId = await addPerson(db, { roles: ['manager'] });
  const id = await addPerson(db, { roles: ['member'], managerId, suspendedAt: NOW, suspendedUntil: NOW });
  await db.user.update({ where: { id }, data: { lastLoginAt: NOW, suspendedReason: 'left', avatar: { create: {} } } });
  const alone = await db.user.findMany({ where: { id }, select: MANAGED_SELECT });
  // What is null could as well be missing from the one as from the other.
  expect(Object.values(alone[0] ?? {})).not.toContain(null);
  const { people } = await readPeoplePage(db, { id }, { page: 1, page_size: 20 });
  expect(people).toStrictEqual(alone);
});
