import * as fc from 'fast-check';
import type { Subject } from '@/lib/domain/access/attributes';
import type { Context } from '@/lib/domain/context';
import { execute } from '@/lib/domain/execute';
import type { UseCase } from '@/lib/domain/use-case';
import { LOWEST_LEVEL, type Permission, PERMISSION_NAMES, PERMISSIONS } from '@/lib/shared/authorization';
import type { Condition } from '@/lib/shared/schemas/condition';
import type { PolicyRule } from '@/lib/shared/schemas/policy';
import { assignRoles } from '@/lib/use-cases/assign-roles';
import { createPolicy } from '@/lib/use-cases/create-policy';
import { createRole } from '@/lib/use-cases/create-role';
import { deletePerson } from '@/lib/use-cases/delete-person';
import { deletePolicy } from '@/lib/use-cases/delete-policy';
import { deleteRole } from '@/lib/use-cases/delete-role';
import { invitePerson } from '@/lib/use-cases/invite-person';
import { restorePerson } from '@/lib/use-cases/restore-person';
import { suspendPerson } from '@/lib/use-cases/suspend-person';
import { updatePerson } from '@/lib/use-cases/update-person';
import { updatePolicy } from '@/lib/use-cases/update-policy';
import { updateRole } from '@/lib/use-cases/update-role';
import { policies, type Names } from './arbitrary-policies';
import { likelyPeople, likelyPolicies, likelyRoles, type There } from './there';

/** Most choices are what the actor may well do; a bold one is of everything there is. */
type Choice = { n: number; isBold: boolean };

/** What an act is made of once its turn comes. */
type Seed = {
  choice: Choice;
  other: Choice;
  role: string;
  level: number;
  permissions: readonly Permission[];
  rule: Omit<PolicyRule, 'id' | 'name'>;
  enabled: boolean;
};

function pick(likely: readonly string[], all: readonly string[], { n, isBold }: Choice): string {
  const from = isBold || likely.length === 0 ? all : likely;
  return from[n % from.length] ?? '';
}

const person = (choice: Choice, there: There, actor: Subject) =>
  pick(
    likelyPeople(there, actor),
    there.people.map(({ id }) => id),
    choice,
  );
const role = (choice: Choice, there: There, actor: Subject) =>
  pick(
    likelyRoles(there, actor),
    there.roles.map(({ name }) => name),
    choice,
  );
const policy = (choice: Choice, there: There, actor: Subject) =>
  pick(
    likelyPolicies(there, actor),
    there.policies.map(({ id }) => id),
    choice,
  );

function rights({ other, level, permissions }: Seed, actor: Subject): object {
  if (other.isBold) return { level, permissions };
  const held = permissions.filter((name) => actor.permissions.includes(name));
  return { level: Math.min(LOWEST_LEVEL, actor.level + level), permissions: held };
}

/** The rule as its actor may well write it: for lower people, about what they hold the permission for. */
function written({ rule, other }: Seed, { level, permissions }: Subject): object {
  if (other.isBold) return rule;
  const about = permissions.map((name) => PERMISSIONS[name]).filter(({ resource }) => resource === 'user');
  const { action } = about.find((one) => one.action === rule.action) ?? about[other.n % about.length] ?? rule;
  const sparing: Condition = { on: 'subject', attribute: 'level', is: 'greater', value: Math.min(LOWEST_LEVEL, level) };
  const conditions = rule.conditions.filter(({ on }) => action !== 'create' || on !== 'resource').slice(0, 2);
  const fields = action === 'read' || action === 'update' ? rule.fields : [];
  return { ...rule, action, fields, conditions: [sparing, ...conditions] };
}

/** The roles of somebody with one given, or taken where they hold it. */
function turned(id: string, name: string, there: There): string[] {
  const roles = there.people.find((one) => one.id === id)?.roles ?? [];
  return roles.includes(name) ? roles.filter((one) => one !== name) : [...roles, name];
}

type Try = { useCase: UseCase; inputOf: (seed: Seed, there: There, actor: Subject) => object };

const toPerson = (useCase: UseCase, more: object = {}): Try => ({
  useCase,
  inputOf: ({ choice }, there, actor) => ({ id: person(choice, there, actor), ...more }),
});

/** Every act that may change who can do what, one row each: a new one is added here. */
const TRIES: Record<string, Try> = {
  createRole: {
    useCase: createRole,
    inputOf: (seed, _, actor) => ({ name: seed.role, ...rights(seed, actor) }),
  },
  updateRole: {
    useCase: updateRole,
    inputOf: (seed, there, actor) => ({ name: role(seed.choice, there, actor), ...rights(seed, actor) }),
  },
  deleteRole: {
    useCase: deleteRole,
    inputOf: ({ choice }, there, actor) => {
      const isHeld = (name: string) => there.people.some(({ roles }) => roles.includes(name));
      return { name: role(choice, { ...there, roles: there.roles.filter(({ name }) => !isHeld(name)) }, actor) };
    },
  },
  createPolicy: {
    useCase: createPolicy,
    inputOf: (seed, _, actor) => ({ ...written(seed, actor), name: `Rule ${seed.choice.n}` }),
  },
  updatePolicy: {
    useCase: updatePolicy,
    inputOf: (seed, there, actor) => {
      const changes = [written(seed, actor), { effect: seed.rule.effect }, { enabled: seed.enabled }];
      return { id: policy(seed.choice, there, actor), ...changes[seed.other.n % 3] };
    },
  },
  deletePolicy: {
    useCase: deletePolicy,
    inputOf: ({ choice }, there, actor) => ({ id: policy(choice, there, actor) }),
  },
  assignRoles: {
    useCase: assignRoles,
    inputOf: ({ choice, other }, there, actor) => {
      const id = person(choice, there, actor);
      return { id, roles: turned(id, role(other, there, actor), there) };
    },
  },
  invitePerson: {
    useCase: invitePerson,
    inputOf: ({ choice, other }, there, actor) => ({
      first_name: 'Robin',
      last_name: 'Marsh',
      email: `invited-${choice.n}@example.com`,
      roles: ['member', role(other, there, actor)],
    }),
  },
  updatePerson: {
    useCase: updatePerson,
    inputOf: ({ choice, other, enabled }, there, actor) => ({
      id: person(choice, there, actor),
      manager_id: enabled ? actor.id : person(other, there, actor),
    }),
  },
  suspendPerson: toPerson(suspendPerson, { reason: 'Left' }),
  restorePerson: toPerson(restorePerson),
  deletePerson: toPerson(deletePerson),
};

export const ACTS = Object.keys(TRIES);

/** What is tried, as its actor: by whom is chosen apart. The seed is for who reads a counterexample. */
export type Act = { what: string; seed: Seed; run: (ctx: Context, there: There, actor: Subject) => Promise<void> };

export function acts(names: Names): fc.Arbitrary<Act> {
  const choice = fc.record({ n: fc.nat(999), isBold: fc.integer({ min: 0, max: 3 }).map((n) => n === 0) });
  const seeds: fc.Arbitrary<Seed> = fc.record({
    choice,
    other: choice,
    role: fc.constantFrom(...names.roles),
    level: fc.integer({ min: 1, max: 12 }),
    permissions: fc.subarray([...PERMISSION_NAMES], { maxLength: 3 }),
    rule: policies('user', names),
    enabled: fc.boolean(),
  });
  // Something has to be made before it can be changed.
  return fc
    .record({ what: fc.constantFrom(...ACTS, 'createRole', 'createPolicy'), seed: seeds })
    .map(({ what, seed }) => {
      const { useCase, inputOf } = TRIES[what] as Try;
      const run: Act['run'] = async (ctx, there, actor) =>
        void (await execute(useCase, ctx, () => inputOf(seed, there, actor)));
      return { what, seed, run };
    });
}
