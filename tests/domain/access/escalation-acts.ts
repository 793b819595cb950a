import * as fc from 'fast-check';
import type { Context } from '@/lib/domain/context';
import { execute } from '@/lib/domain/execute';
import type { UseCase } from '@/lib/domain/use-case';
import { DEFAULT_ROLE, PERMISSION_NAMES } from '@/lib/shared/authorization';
import type { Condition } from '@/lib/shared/schemas/condition';
import { assignRoles } from '@/lib/use-cases/assign-roles';
import { createPolicy } from '@/lib/use-cases/create-policy';
import { createRole } from '@/lib/use-cases/create-role';
import { deletePolicy } from '@/lib/use-cases/delete-policy';
import { deleteRole } from '@/lib/use-cases/delete-role';
import { invitePerson } from '@/lib/use-cases/invite-person';
import { updatePerson } from '@/lib/use-cases/update-person';
import { updatePolicy } from '@/lib/use-cases/update-policy';
import { updateRole } from '@/lib/use-cases/update-role';
import { policies, type Names } from './arbitrary-policies';

/** What is tried: by whom is chosen apart. Numbers choose among what is there when its turn comes. */
export type Act = { what: string; run: (ctx: Context, there: { policies: readonly string[] }) => Promise<void> };

const through = (useCase: UseCase, input: object) => async (ctx: Context) =>
  void (await execute(useCase, ctx, () => input));

const sparing = (level: number): Condition => ({ on: 'subject', attribute: 'level', is: 'greater', value: level });

/** Every act that may change who can do what, one row each: a new one is added here. */
export function acts({ people, roles }: Names): fc.Arbitrary<Act> {
  const role = fc.constantFrom(...roles);
  const level = fc.integer({ min: 1, max: 12 });
  const permissions = fc.subarray([...PERMISSION_NAMES], { maxLength: 2 });
  const rule = fc
    .tuple(policies('user', { people, roles }), fc.integer({ min: 1, max: 9 }), fc.boolean())
    .map(([made, spared, isSparing]) => ({
      ...made,
      conditions: isSparing ? [sparing(spared), ...made.conditions.slice(0, 1)] : made.conditions,
    }));
  const choice = fc.nat(1000);
  // Mostly one of the newest, which people below level 1 may have made.
  const pick = (ids: readonly string[], n: number) => ids.toReversed()[n % (n % 4 === 0 ? ids.length : 3)];
  const changes = fc.oneof(
    fc.record({ enabled: fc.boolean() }),
    fc.record({ effect: fc.constantFrom('allow', 'deny') }),
    fc.record({ conditions: rule.map(({ conditions }) => conditions) }),
  );
  const table: Record<string, fc.Arbitrary<Act['run']>> = {
    createRole: fc.record({ name: role, level, permissions }).map((input) => through(createRole, input)),
    updateRole: fc.record({ name: role, level, permissions }).map((input) => through(updateRole, input)),
    deleteRole: fc.record({ name: role }).map((input) => through(deleteRole, input)),
    createPolicy: fc.tuple(rule, choice).map(([input, n]) => through(createPolicy, { ...input, name: `Rule ${n}` })),
    updatePolicy: fc.tuple(changes, choice).map(
      ([input, n]) =>
        (ctx, there) =>
          through(updatePolicy, { ...input, id: pick(there.policies, n) })(ctx),
    ),
    deletePolicy: choice.map((n) => (ctx, there) => through(deletePolicy, { id: pick(there.policies, n) })(ctx)),
    assignRoles: fc
      .record({ id: fc.constantFrom(...people), roles: fc.subarray([...roles], { maxLength: 3 }) })
      .map((input) => through(assignRoles, input)),
    invitePerson: fc
      .record({ email: fc.emailAddress(), roles: fc.subarray([...roles, DEFAULT_ROLE], { maxLength: 2 }) })
      .map((input) => through(invitePerson, { first_name: 'Robin', last_name: 'Marsh', ...input })),
    updatePerson: fc
      .record({ id: fc.constantFrom(...people), manager_id: fc.constantFrom(null, ...people) })
      .map((input) => through(updatePerson, input)),
  };
  return fc.oneof(...Object.entries(table).map(([what, runs]) => runs.map((run) => ({ what, run }))));
}
