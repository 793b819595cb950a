import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { execute } from '@/lib/domain/execute';
import type { UseCase } from '@/lib/domain/use-case';
import type { Action } from '@/lib/shared/authorization';
import type { Condition } from '@/lib/shared/schemas/condition';
import { createPolicy } from '@/lib/use-cases/create-policy';
import { createRole } from '@/lib/use-cases/create-role';
import { useDatabase } from '../../harness/use-database';
import { addPerson, contextOf } from './world';

const { db } = useDatabase();

const newName = (what: string) => `${what}-${randomBytes(4).toString('hex')}`;
const asking = (attribute: string, is: Condition['is'], value: Condition['value']): Condition => ({
  on: 'subject',
  attribute,
  is,
  value,
});

type Lead = { id: string; role: string };

/** Somebody of level 5 who may do all that it takes to hand on a right. */
async function makeLead(): Promise<Lead> {
  const role = newName('lead');
  const held = ['roles.manage', 'roles.assign', 'policies.manage', 'users.delete', 'users.suspend'];
  const permissions = { create: held.map((permission) => ({ permission })) };
  await db.role.create({ data: { name: role, level: 5, permissions } });
  return { role, id: await addPerson(db, { roles: [role] }) };
}

const deny = (action: Action, conditions: Condition[]) =>
  db.policy.create({ data: { name: newName('rule'), effect: 'deny', action, resource: 'user', conditions } });

const as = async ({ id }: Lead, useCase: UseCase, input: object) =>
  execute(useCase, await contextOf(db, id), () => input);

const roleThatDeletes = () => ({ name: newName('role'), level: 6, permissions: ['users.delete'] });
const ruleThatSuspends = () => ({
  ...{ name: newName('rule'), effect: 'allow', action: 'suspend', resource: 'user' },
  conditions: [asking('level', 'greater', 5)],
});

describe('what a rule denies somebody for who they are', () => {
  // asvs:8.2.1 asvs:8.3.1
  it.each<[why: string, of: (lead: Lead) => Condition]>([
    ['a role of theirs', ({ role }) => asking('roles', 'containing', role)],
    ['who they are', ({ id }) => asking('id', 'equal', id)],
    ['their very level', () => asking('level', 'equal', 5)],
    ['being high up', () => asking('level', 'at_most', 5)],
  ])('cannot be handed on as a role, or by a rule (%s)', async (_, of) => {
    const lead = await makeLead();
    await deny('delete', [asking('level', 'greater', 1), of(lead)]);
    await deny('suspend', [asking('level', 'greater', 1), of(lead)]);
    await expect(as(lead, createRole, roleThatDeletes())).rejects.toMatchObject({ code: 'forbidden' });
    await expect(as(lead, createPolicy, ruleThatSuspends())).rejects.toMatchObject({ code: 'forbidden' });
    await db.policy.deleteMany({ where: { name: { startsWith: 'rule-' } } });
  });

  it('is theirs to hand on where whoever gets it is bound by the same rule', async () => {
    const lead = await makeLead();
    await deny('delete', [
      asking('level', 'greater', 1),
      { on: 'environment', attribute: 'hour', is: 'at_least', value: 0 },
    ]);
    await expect(as(lead, createRole, roleThatDeletes())).resolves.toMatchObject({ level: 6 });
    await expect(as(lead, createPolicy, ruleThatSuspends())).resolves.toMatchObject({ effect: 'allow' });
  });
});
