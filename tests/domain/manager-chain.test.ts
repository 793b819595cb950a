import { expect, it } from 'vitest';
import { execute } from '@/lib/domain/execute';
import { createMemoryStore } from '@/lib/infra/store/memory-store';
import { deletePerson } from '@/lib/use-cases/delete-person';
import { updatePerson } from '@/lib/use-cases/update-person';
import { useDatabase } from '../harness/use-database';
import { addPerson, contextOf } from './access/world';

const MANY = 1_500;

const { database, db } = useDatabase();

/** Somebody with many below them, and an administrator. */
async function crowd() {
  const [admin, top, root] = [await addPerson(db, { roles: ['admin'] }), await addPerson(db), await addPerson(db)];
  await database.query(
    `INSERT INTO users (id, email, first_name, last_name, updated_at, manager_id)
     SELECT gen_random_uuid(), $1::text || '-' || n || '@example.com', 'Robin', 'Marsh', now(), $1::uuid
     FROM generate_series(1, ${MANY}) n`,
    [root],
  );
  return { admin, top, root };
}

const cached = async (store: ReturnType<typeof createMemoryStore>, key: string) => {
  const [view] = await store.readViews([key]);
  return view && 'value' in view;
};

it('a move of more people than views can be held voids every view, and tells every instance in one message', async () => {
  const { admin, top, root } = await crowd();
  const store = createMemoryStore();
  const [view] = await store.readViews(['person:somebody']);
  if (view && 'lease' in view) await store.fillView('person:somebody', view.lease, '{}');
  expect(await cached(store, 'person:somebody')).toBe(true);
  const moved = { ...(await contextOf(db, admin)), store };
  await execute(updatePerson, moved, () => ({ id: root, manager_id: top }));
  expect(await cached(store, 'person:somebody')).toBe(false);
  const { rows } = await database.query<{ n: number }>(
    'SELECT count(*)::int AS n FROM users WHERE manager_path = ARRAY[$1::uuid, $2::uuid]',
    [top, root],
  );
  expect(rows).toEqual([{ n: MANY }]);
});

it('a deletion moves all who were right below, and nobody is left pointing at who is gone', async () => {
  const { admin, root } = await crowd();
  await execute(deletePerson, await contextOf(db, admin), () => ({ id: root }));
  const { rows } = await database.query(
    'SELECT 1 FROM users WHERE manager_id = $1 OR manager_path @> ARRAY[$1::uuid]',
    [root],
  );
  expect(rows).toEqual([]);
});
