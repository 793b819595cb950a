import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decideOn } from '@/lib/domain/access/ability';
import { mayOn, peopleFilter, type Rights, rolesFilter } from '@/lib/domain/access/authorize';
import { explain, type Explanation } from '@/lib/domain/access/explain';
import { HOUSE_RULES } from '@/lib/domain/access/house-rules';
import { accessRole } from '@/lib/domain/access/lending';
import { loadRoles } from '@/lib/domain/roles';
import { connectDatabase, disconnectDatabase, type Db } from '@/lib/infra/db';
import { type Action, ACTIONS, PERMISSION_NAMES, type UserField } from '@/lib/shared/authorization';
import { type PolicyRule, createPolicyInput } from '@/lib/shared/schemas/policy';
import { cloneDatabase, type TestDatabase } from '../../harness/database';
import { policies, type Names } from './arbitrary-policies';
import { addPerson, NOW, objectOf, rightsOf } from './world';

const RUNS = 150;

let database: TestDatabase;
let db: Db;
let names: Names;

const later = (seconds: number) => new Date(NOW.getTime() + seconds * 1000);

/** Roles of several ranks, and people of every kind: in a chain four deep, beside it, without a role, pending, suspended. */
async function populate(): Promise<Names> {
  const roles = ['chief', 'lead', 'clerk', 'guest'];
  for (const [n, name] of roles.entries()) {
    const permissions = PERMISSION_NAMES.filter((_, m) => (m + n) % 4 === 0).map((permission) => ({ permission }));
    await db.role.create({ data: { name, level: n * 3 + 2, permissions: { create: permissions } } });
  }
  const top = await addPerson(db, { roles: ['chief'] });
  const second = await addPerson(db, { roles: ['lead', 'guest'], managerId: top });
  const third = await addPerson(db, { roles: ['clerk'], managerId: second });
  const people = [
    top,
    second,
    third,
    await addPerson(db, { roles: ['clerk'], managerId: third }),
    await addPerson(db, { roles: ['chief'], managerId: second }),
    await addPerson(db, { roles: ['admin'] }),
    await addPerson(db, { managerId: top }),
    await addPerson(db),
    await addPerson(db, { roles: ['guest'], activatedAt: null }),
    await addPerson(db, { roles: ['lead'], suspendedAt: NOW }),
    await addPerson(db, { roles: ['lead'], suspendedAt: later(-9), suspendedUntil: later(9) }),
    await addPerson(db, { roles: ['member'], suspendedAt: later(-9), suspendedUntil: later(-3) }),
    await addPerson(db, { activatedAt: null, suspendedAt: later(-9), suspendedUntil: later(-3) }),
  ];
  return { people, roles: [...roles, 'admin', 'member'] };
}

beforeAll(async () => {
  database = await cloneDatabase();
  db = connectDatabase(database.url);
  names = await populate();
});
afterAll(async () => {
  await disconnectDatabase();
  await database.drop();
});

function ruleSet(resource: 'user' | 'role'): fc.Arbitrary<PolicyRule[]> {
  return fc
    .array(policies(resource, names), { minLength: 1, maxLength: 4 })
    .map((rules) => rules.map((rule, n) => ({ ...rule, id: `rule-${n}`, name: `Rule ${n}` })));
}

/** What the conditions that hold come to, without CASL: a denial wins, and one of some fields denies nothing else. */
function outcomeOf({ trace }: Explanation, rules: readonly PolicyRule[]): boolean {
  const partial = [...rules, ...HOUSE_RULES].filter(({ effect, fields }) => effect === 'deny' && fields.length > 0);
  const applying = trace.filter(({ rule, applies }) => applies && !partial.some(({ name }) => name === rule));
  return applying.some(({ effect }) => effect === 'allow') && !applying.some(({ effect }) => effect === 'deny');
}

type People = Awaited<ReturnType<typeof objectOf>>[];

/** In the order of their ids: those of these people whom the database finds. */
async function idsFound({ ability }: Rights, action: Action, field?: UserField): Promise<string[]> {
  const where = { AND: [peopleFilter(ability, action, field), { id: { in: [...names.people] } }] };
  const found = await db.user.findMany({ where, select: { id: true } });
  return found.map(({ id }) => id).toSorted();
}

/** In the same order: those who pass one by one. */
function idsAllowed(people: People, { ability }: Rights, action: Action, field?: UserField): string[] {
  const allowed = people.filter((person) => mayOn(ability, action, person, field));
  return allowed.map(({ id }) => id).toSorted();
}

describe('one set of rules', () => {
  // asvs:8.2.2 asvs:8.3.1
  it('finds in SQL exactly those people, and those fields, that it lets act upon one by one, and explains itself alike', async () => {
    const objects = await Promise.all(names.people.map((id) => objectOf(db, id)));
    const situations = fc.record({ actor: fc.constantFrom(...names.people), rules: ruleSet('user') });
    await fc.assert(
      fc.asyncProperty(situations, async ({ actor, rules }) => {
        for (const rule of rules) expect(createPolicyInput.safeParse(rule).error?.issues).toBeUndefined();
        const rights = await rightsOf(db, actor, rules);
        for (const { action, fields } of rules) {
          for (const field of fields) {
            expect(await idsFound(rights, action, field)).toEqual(idsAllowed(objects, rights, action, field));
          }
        }
        for (const action of new Set(rules.map((rule) => rule.action))) {
          const allowed = idsAllowed(objects, rights, action);
          expect(await idsFound(rights, action)).toEqual(allowed);
          const explained = objects.map((object) => explain(rights, { action, resource: 'user', object }));
          const seen = (n: number) => mayOn(rights.ability, 'read', objects[n] as (typeof objects)[number]);
          explained.forEach((explanation, n) => {
            expect(explanation.allowed).toBe(seen(n) && allowed.includes(objects[n]?.id ?? ''));
            expect(explanation.allowed).toBe(outcomeOf(explanation, rules));
          });
        }
      }),
      { numRuns: RUNS },
    );
  }, 300_000);

  it('finds in SQL exactly those roles which it lets act upon one by one', async () => {
    const table = Object.entries(await loadRoles(db)).map(([name, role]) => ({ name, ...role }));
    const situations = fc.record({ actor: fc.constantFrom(...names.people), rules: ruleSet('role') });
    await fc.assert(
      fc.asyncProperty(situations, async ({ actor, rules }) => {
        for (const rule of rules.filter(({ action }) => action !== 'manage')) {
          expect(createPolicyInput.safeParse(rule).error?.issues).toBeUndefined();
        }
        const rights = await rightsOf(db, actor, rules);
        const found = await db.role.findMany({ where: rolesFilter(rights.ability, 'read'), select: { name: true } });
        const objects = table.map((role) => accessRole(role, rights.subject, rules));
        const allowed = objects.filter((role) => decideOn(rights.ability, 'read', ['role', role]).allowed);
        expect(found.map(({ name }) => name).toSorted()).toEqual(allowed.map(({ name }) => name).toSorted());
        for (const [action, object] of ACTIONS.role.flatMap((one) => objects.map((role) => [one, role] as const))) {
          const explanation = explain(rights, { action, resource: 'role', object });
          expect(explanation.allowed).toBe(outcomeOf(explanation, rules));
        }
      }),
      { numRuns: RUNS },
    );
  }, 300_000);
});
