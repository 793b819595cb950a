import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { HOUSE_RULES } from '@/lib/domain/access/house-rules';
import { connectDatabase, disconnectDatabase, type Db } from '@/lib/infra/db';
import type { PolicyRule } from '@/lib/shared/schemas/policy';
import { cloneDatabase, type TestDatabase } from '../../harness/database';
import { ATTACKS, type Attack, type Scene } from './attacks';
import { escalations } from './powers';
import { whatIsThere } from './there';
import { addPerson } from './world';

let database: TestDatabase;
let db: Db;

beforeAll(async () => {
  database = await cloneDatabase();
  db = connectDatabase(database.url);
  await addPerson(db, { roles: ['admin'] });
});
afterAll(async () => {
  await disconnectDatabase();
  await database.drop();
});

async function makeScene({ permissions, isByAdmin = false }: Attack): Promise<Scene> {
  const mark = randomBytes(4).toString('hex');
  const [own, lower] = [`own-${mark}`, `lower-${mark}`];
  const held = permissions.map((permission) => ({ permission }));
  await db.role.create({ data: { name: own, level: 5, permissions: { create: held } } });
  await db.role.create({ data: { name: lower, level: 9 } });
  const attacker = await addPerson(db, { roles: [isByAdmin ? 'admin' : own] });
  const report = await addPerson(db, { roles: ['member'], managerId: attacker });
  const stranger = await addPerson(db, { roles: ['member'] });
  return { db, own, lower, attacker, report, stranger };
}

/** Does something in a house that lacks one rule. */
async function without(id: string, act: () => Promise<unknown>): Promise<void> {
  const rules = HOUSE_RULES as PolicyRule[];
  const at = rules.findIndex((rule) => rule.id === id);
  const [rule] = rules.splice(at, 1) as [PolicyRule];
  try {
    await act();
  } finally {
    rules.splice(at, 0, rule);
  }
}

it('every rule of the house has an attack that it stops', () => {
  expect(Object.keys(ATTACKS).toSorted()).toEqual(HOUSE_RULES.map(({ id }) => id).toSorted());
});

// asvs:8.2.1 asvs:8.2.2 asvs:8.3.1
it.each(Object.entries(ATTACKS))('%s alone stops its attack, which leaves everything as it was', async (id, attack) => {
  const scene = await makeScene(attack);
  await attack.prepare?.(scene);
  const before = await whatIsThere(db);
  await expect(attack.run(scene)).rejects.toMatchObject({ code: 'forbidden' });
  expect(await whatIsThere(db)).toEqual(before);
  await without(id, () => attack.run(scene));
  const attacker = before.people.find((person) => person.id === scene.attacker);
  const found = attacker ? escalations(before, await whatIsThere(db), attacker) : [];
  expect(found.length > 0, found.join()).toBe(attack.yields);
});
