import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { explain } from '@/lib/domain/access/explain';
import { loadRoles } from '@/lib/domain/roles';
import { connectDatabase, disconnectDatabase, type Db } from '@/lib/infra/db';
import { ACTIONS, PERMISSION_NAMES } from '@/lib/shared/authorization';
import type { Condition } from '@/lib/shared/schemas/condition';
import type { PolicyRule } from '@/lib/shared/schemas/policy';
import { cloneDatabase, type TestDatabase } from '../../harness/database';
import { addPerson, enabledPolicies, objectOf, rightsOf } from './world';

let database: TestDatabase;
let db: Db;
let policies: PolicyRule[];

beforeAll(async () => {
  database = await cloneDatabase();
  db = connectDatabase(database.url);
  policies = await enabledPolicies(db);
});
afterAll(async () => {
  await disconnectDatabase();
  await database.drop();
});

describe('what is shipped', () => {
  it('is three roles', async () => {
    expect(await loadRoles(db)).toEqual({
      admin: { level: 1, permissions: expect.toSatisfy((held: string[]) => held.length === PERMISSION_NAMES.length) },
      manager: { level: 2, permissions: ['users.read', 'users.suspend', 'users.update'] },
      member: { level: 999, permissions: [] },
    });
  });

  const on = (on: Condition['on'], attribute: string, is: Condition['is'], value: Condition['value']) => ({
    on,
    attribute,
    is,
    value,
  });
  const self = on('resource', 'id', 'equal', { subject: 'id' });
  const another = on('resource', 'id', 'not_equal', { subject: 'id' });
  const noAdmin = on('subject', 'level', 'greater', 1);
  const READABLE = 'id email first_name last_name avatar status roles manager_id created_at last_login_at'.split(' ');

  it('is ten rules', () => {
    const rule = (n: string, name: string, rest: object) => ({
      id: `01000000-0000-7000-8000-000000000${n}`,
      name,
      resource: 'user',
      ...rest,
    });
    const deny = (n: number, action: string, name: string, asked: Condition) =>
      rule(String(n), name, { effect: 'deny', action, fields: [], conditions: [noAdmin, another, asked] });
    const rank = on('resource', 'level', 'at_most', { subject: 'level' });
    const chain = on('resource', 'managers', 'not_containing', { subject: 'id' });
    const ranked = [
      ['update', 'edit'],
      ['suspend', 'suspend'],
      ['delete', 'delete'],
      ['sign_out', 'sign out'],
      ['assign', 'assign roles to'],
    ] as const;
    expect(policies).toEqual([
      rule('001', 'Everyone reads oneself', { effect: 'allow', action: 'read', fields: READABLE, conditions: [self] }),
      rule('002', "Everyone edits one's own names and picture", {
        effect: 'allow',
        action: 'update',
        fields: ['first_name', 'last_name', 'avatar'],
        conditions: [self],
      }),
      ...ranked.map(([action, words], n) =>
        deny(101 + n, action, `Only administrators may ${words} people of their own rank or above`, rank),
      ),
      ...ranked
        .slice(0, 3)
        .map(([action, words], n) =>
          deny(201 + n, action, `Only administrators may ${words} people who are not below them`, chain),
        ),
    ]);
  });
});

/**
 * What decides, and how: `+P` a permission allows, `+S` a rule about oneself, `-H` a rule of the house denies, `-R` rank,
 * `-C` the manager chain, `--` nothing allows.
 */
const DECIDED: Record<string, string> = {
  'Everyone reads oneself': 'S',
  "Everyone edits one's own names and picture": 'S',
  'No permission and no rule allows it.': '-',
};

function markOf({ allowed, reason }: { allowed: boolean; reason: string }): string {
  const kinds: [RegExp, string][] = [
    [/^Permission /, 'P'],
    [/own rank or above$/, 'R'],
    [/who are not below them$/, 'C'],
    [/^Nobody (?:gives|suspends|edits|deletes themselves)/, 'H'],
  ];
  const kind = DECIDED[reason] ?? kinds.find(([pattern]) => pattern.test(reason))?.[1] ?? reason;
  return (allowed ? '+' : '-') + kind;
}

const TABLE = `
admin   | read | create | update | delete | suspend | sign_out | assign
self    | +S   | +P     | +S     | -H     | -H      | +P       | -H
below1  | +P   | +P     | +P     | +P     | +P      | +P       | +P
below3  | +P   | +P     | +P     | +P     | +P      | +P       | +P
equal   | +P   | +P     | +P     | +P     | +P      | +P       | +P
beside  | +P   | +P     | +P     | +P     | +P      | +P       | +P
above   | +P   | +P     | +P     | +P     | +P      | +P       | +P
admin   | +P   | +P     | +P     | +P     | +P      | +P       | +P
stranger| +P   | +P     | +P     | +P     | +P      | +P       | +P

manager | read | create | update | delete | suspend | sign_out | assign
self    | +S   | --     | +S     | -H     | -H      | --       | -H
below1  | +P   | --     | +P     | --     | +P      | --       | --
below3  | +P   | --     | +P     | --     | +P      | --       | --
equal   | +P   | --     | -R     | -R     | -R      | -R       | -R
beside  | +P   | --     | -C     | -C     | -C      | --       | --
above   | +P   | --     | -C     | -C     | -C      | --       | --
admin   | +P   | --     | -C     | -C     | -C      | -R       | -R
stranger| +P   | --     | -C     | -C     | -C      | --       | --

member  | read | create | update | delete | suspend | sign_out | assign
self    | +S   | --     | +S     | -H     | -H      | --       | -H
below1  | --   | --     | --     | --     | --      | --       | --
below3  | --   | --     | --     | --     | --      | --       | --
equal   | --   | --     | --     | --     | --      | --       | --
beside  | --   | --     | --     | --     | --      | --       | --
above   | --   | --     | --     | --     | --      | --       | --
admin   | --   | --     | --     | --     | --      | --       | --
stranger| --   | --     | --     | --     | --      | --       | --

nobody  | read | create | update | delete | suspend | sign_out | assign
self    | +S   | --     | +S     | -H     | -H      | --       | -H
below1  | --   | --     | --     | --     | --      | --       | --
below3  | --   | --     | --     | --     | --      | --       | --
equal   | --   | --     | --     | --     | --      | --       | --
beside  | --   | --     | --     | --     | --      | --       | --
above   | --   | --     | --     | --     | --      | --       | --
admin   | --   | --     | --     | --     | --      | --       | --
stranger| --   | --     | --     | --     | --      | --       | --
`;

/** An actor with everybody around them: members, but for who is of the actor's own rank. */
async function around(actorRoles: readonly string[]) {
  const above = await addPerson(db, { roles: ['member'] });
  const self = await addPerson(db, { roles: actorRoles, managerId: above });
  const below1 = await addPerson(db, { roles: ['member'], managerId: self });
  const below2 = await addPerson(db, { roles: ['member'], managerId: below1 });
  return {
    self,
    above,
    below1,
    below3: await addPerson(db, { roles: ['member'], managerId: below2 }),
    equal: await addPerson(db, { roles: actorRoles, managerId: self }),
    beside: await addPerson(db, { roles: ['member'], managerId: above }),
    admin: await addPerson(db, { roles: ['admin'] }),
    stranger: await addPerson(db, { roles: ['member'] }),
  };
}

// asvs:8.2.1 asvs:8.2.2 asvs:8.1.1
describe('what the shipped rules decide', () => {
  it.each(
    TABLE.trim()
      .split('\n\n')
      .map((block) => [block.split(' ')[0] ?? '', block] as const),
  )('about what is done by %s', async (name, expected) => {
    const people = await around(name === 'nobody' ? [] : [name]);
    const rights = await rightsOf(db, people.self, policies);
    const rows = await Promise.all(
      Object.keys(people).map(async (who) => {
        const object = await objectOf(db, people[who as keyof typeof people]);
        const marks = ACTIONS.user.map((action) => markOf(explain(rights, { action, resource: 'user', object })));
        return [who, marks] as const;
      }),
    );
    const wanted = expected
      .split('\n')
      .slice(1)
      .map((line) => line.split('|').map((cell) => cell.trim()));
    expect(Object.fromEntries(rows)).toEqual(Object.fromEntries(wanted.map(([who = '', ...marks]) => [who, marks])));
  });
});
