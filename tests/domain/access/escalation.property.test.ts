import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Problem } from '@/lib/core/problem';
import { connectDatabase, disconnectDatabase, type Db } from '@/lib/infra/db';
import { PERMISSION_NAMES } from '@/lib/shared/authorization';
import { cloneDatabase, type TestDatabase } from '../../harness/database';
import { policies, type Names } from './arbitrary-policies';
import { ACTS, acts, type Act } from './escalation-acts';
import { escalations } from './powers';
import { whatIsThere, type There } from './there';
import { addPerson, contextOf } from './world';

const RUNS = 40;
/** Under which the search once failed: kept for good, though they begin other searches since the acts have changed. */
const KEPT_SEEDS = [-1_375_547_181];
/** Of every kind, so many are let through at least: the search would also find nothing if nothing ever were. */
const LET_THROUGH = 3;
const ROLES = ['second', 'third', 'fifth', 'ninth'];
const LEVELS = [2, 3, 5, 9];
const ACTORS = 4;

let database: TestDatabase;
let db: Db;
let names: Names;
let shipped: string[];
let admin: string;

beforeAll(async () => {
  database = await cloneDatabase();
  db = connectDatabase(database.url);
  shipped = (await db.policy.findMany()).map(({ id }) => id);
  admin = await addPerson(db, { roles: ['admin'] });
  const people: string[] = [];
  for (let n = 0; n < 6; n += 1) people.push(await addPerson(db));
  names = { people, roles: [...ROLES, 'fresh', 'fresher', 'freshest', 'newest'] };
});
afterAll(async () => {
  await disconnectDatabase();
  await database.drop();
});

/** What an administrator left: permissions of each role, who holds which and manages whom, and rules of their own. */
const beginnings = () =>
  fc.record({
    permissions: fc.array(fc.subarray([...PERMISSION_NAMES], { minLength: 7 }), { minLength: 4, maxLength: 4 }),
    holders: fc.array(fc.subarray([...ROLES, 'fresh'], { minLength: 1, maxLength: 2 }), { minLength: 6, maxLength: 6 }),
    managers: fc.array(fc.nat(2), { minLength: 6, maxLength: 6 }),
    rules: fc.array(policies('user', names), { maxLength: 3 }),
    areShippedRulesThere: fc.boolean(),
  });

type Beginning = {
  permissions: string[][];
  holders: string[][];
  managers: number[];
  rules: object[];
  areShippedRulesThere: boolean;
};

async function begin({ permissions, holders, managers, rules, areShippedRulesThere }: Beginning): Promise<void> {
  await db.user.deleteMany({ where: { id: { not: admin } } });
  await db.userRole.deleteMany({ where: { roleName: { not: 'admin' } } });
  await db.role.deleteMany({ where: { name: { in: [...names.roles] } } });
  await db.role.create({ data: { name: 'fresh', level: 7 } });
  await db.policy.deleteMany({ where: { id: { notIn: shipped } } });
  await db.policy.updateMany({ data: { enabled: areShippedRulesThere } });
  for (const [n, name] of ROLES.entries()) {
    const held = (permissions[n] ?? []).map((permission) => ({ permission }));
    await db.role.create({ data: { name, level: LEVELS[n] ?? 9, permissions: { create: held } } });
  }
  for (const [n, id] of names.people.entries()) {
    const managerId = n === 0 ? null : (names.people[Math.min(n - 1, managers[n] ?? 0)] ?? null);
    await addPerson(db, { id, roles: holders[n] ?? [], managerId });
  }
  const made = rules.map((rule, n) => ({ ...rule, name: `Beginning ${n}` }));
  await db.policy.createMany({ data: made as never });
}

/** Whether the act was let through. Only a refusal in words may stop it. */
async function attempt({ run }: Act, there: There, actor: There['people'][number]): Promise<boolean> {
  try {
    await run(await contextOf(db, actor.id), there, actor);
    return true;
  } catch (error) {
    if (error instanceof Problem && error.status < 500) return false;
    throw error;
  }
}

type Step = { actor: number; act: Act };

/** Does one after the other as far as it is let through, and looks each time at what everybody came to. */
async function follow(program: readonly Step[], done: Map<string, number>): Promise<void> {
  let there = await whatIsThere(db);
  for (const { actor, act } of program) {
    const person = there.people.find(({ id }) => id === names.people[actor]);
    // Deleted, or shut out.
    if (!person || there.suspended.includes(person.id)) continue;
    if (!(await attempt(act, there, person))) continue;
    done.set(act.what, (done.get(act.what) ?? 0) + 1);
    const after = await whatIsThere(db);
    expect(escalations(there, after, person), `${act.what} by ${actor}`).toEqual([]);
    there = after;
  }
}

describe('below level 1', () => {
  // asvs:8.2.1 asvs:8.2.2 asvs:8.3.1
  it('no sequence of acts that are let through yields anybody what its actor did not have', async () => {
    const done = new Map<string, number>();
    const step = fc.record({ actor: fc.nat(ACTORS - 1), act: acts(names) });
    const programs = fc.array(step, { minLength: 12, maxLength: 24, size: 'max' });
    const property = fc.asyncProperty(beginnings(), programs, async (beginning, program) => {
      await begin(beginning);
      await follow(program, done);
    });
    for (const seed of KEPT_SEEDS) await fc.assert(property, { seed, numRuns: RUNS / 2 });
    await fc.assert(property, { numRuns: RUNS });
    const seldom = ACTS.filter((what) => (done.get(what) ?? 0) < LET_THROUGH);
    expect(seldom, JSON.stringify([...done])).toEqual([]);
  }, 300_000);
});
