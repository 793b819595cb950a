import { assertMayOn, getAbility } from '@/lib/domain/access/authorize';
import { execute } from '@/lib/domain/execute';
import type { UseCase } from '@/lib/domain/use-case';
import type { Db } from '@/lib/infra/db';
import type { Permission } from '@/lib/shared/authorization';
import type { Condition } from '@/lib/shared/schemas/condition';
import { assignRoles } from '@/lib/use-cases/assign-roles';
import { createPolicy } from '@/lib/use-cases/create-policy';
import { createRole } from '@/lib/use-cases/create-role';
import { deletePolicy } from '@/lib/use-cases/delete-policy';
import { suspendPerson } from '@/lib/use-cases/suspend-person';
import { updatePerson } from '@/lib/use-cases/update-person';
import { updateRole } from '@/lib/use-cases/update-role';
import { contextOf, objectOf } from './world';

/**
 * Who attacks holds the role `own`, of level 5, and is the manager of `report`. The role `lower` is of level 9 and may
 * nothing, the stranger is a member, and everything is of this one attack.
 */
export type Scene = { db: Db; own: string; lower: string; attacker: string; report: string; stranger: string };

/** What one rule of the house alone stops. */
export type Attack = {
  /** What `own` may do. */
  permissions: readonly Permission[];
  /** For the rules that bind level 1, too. */
  isByAdmin?: boolean;
  prepare?: (scene: Scene) => Promise<unknown>;
  run: (scene: Scene) => Promise<unknown>;
  /** Somebody comes to something that the attacker does not have, then and there. */
  yields: boolean;
};

const through = (useCase: UseCase, inputOf: (scene: Scene) => object) => async (scene: Scene) =>
  execute(useCase, await contextOf(scene.db, scene.attacker), () => inputOf(scene));

const give = ({ db }: Scene, userId: string, roleName: string) => db.userRole.create({ data: { userId, roleName } });

const BELOW_LEVEL_1: Condition = { on: 'subject', attribute: 'level', is: 'greater', value: 1 };
const holding = (role: string): Condition => ({ on: 'subject', attribute: 'roles', is: 'containing', value: role });

/** A rule by which the lower role gives what the attacker may not do. */
const lend = ({ db, lower }: Scene, role = lower) =>
  db.policy.create({
    data: { name: `Lent to ${role}`, effect: 'allow', action: 'delete', resource: 'user', conditions: [holding(role)] },
  });

const promote = through(assignRoles, ({ report, own }) => ({ id: report, roles: ['member', own] }));
const endow = through(assignRoles, ({ report, lower }) => ({ id: report, roles: ['member', lower] }));

export const ATTACKS: Readonly<Record<string, Attack>> = {
  'house:own-assign': {
    permissions: ['roles.assign'],
    run: through(assignRoles, ({ attacker, own, lower }) => ({ id: attacker, roles: [own, lower] })),
    yields: false,
  },
  // The use case looks at it once more by itself.
  'house:own-delete': {
    permissions: ['users.delete'],
    run: async ({ db, attacker }) =>
      assertMayOn(getAbility(await contextOf(db, attacker)), 'delete', await objectOf(db, attacker)),
    yields: false,
  },
  'house:own-suspend': {
    permissions: ['users.suspend'],
    run: through(suspendPerson, ({ attacker }) => ({ id: attacker, reason: 'Away' })),
    yields: false,
  },
  'house:own-update': {
    permissions: [],
    isByAdmin: true,
    run: through(updatePerson, ({ attacker, stranger }) => ({ id: attacker, manager_id: stranger })),
    yields: false,
  },
  'house:manage-rank': {
    permissions: ['roles.manage'],
    prepare: (scene) => give(scene, scene.report, scene.lower),
    run: through(updateRole, ({ lower }) => ({ name: lower, level: 2 })),
    yields: true,
  },
  'house:manage-permissions': {
    permissions: ['roles.manage'],
    prepare: (scene) => give(scene, scene.report, scene.lower),
    run: through(updateRole, ({ lower }) => ({ name: lower, permissions: ['audit.read'] })),
    yields: true,
  },
  'house:manage-lends': {
    permissions: ['roles.manage'],
    prepare: (scene) => lend(scene, `${scene.lower}-yet`),
    run: through(createRole, ({ lower }) => ({ name: `${lower}-yet`, level: 9 })),
    yields: false,
  },
  'house:assign-rank': { permissions: ['roles.assign', 'users.read'], run: promote, yields: true },
  'house:assign-permissions': {
    permissions: ['roles.assign', 'users.read'],
    prepare: ({ db, lower }) => db.rolePermission.create({ data: { roleName: lower, permission: 'audit.read' } }),
    run: endow,
    yields: true,
  },
  'house:assign-lends': { permissions: ['roles.assign', 'users.read'], prepare: lend, run: endow, yields: true },
  'house:manage-own': {
    permissions: ['roles.manage'],
    prepare: (scene) => give(scene, scene.attacker, scene.lower),
    run: through(updateRole, ({ lower }) => ({ name: lower, permissions: ['roles.manage'] })),
    yields: false,
  },
  'house:policy-rank': {
    permissions: ['policies.manage', 'users.delete'],
    prepare: ({ db, own }) =>
      db.policy.create({
        data: {
          name: `Bound: ${own}`,
          effect: 'deny',
          action: 'delete',
          resource: 'user',
          conditions: [BELOW_LEVEL_1],
        },
      }),
    run: async (scene) => {
      const { id } = await scene.db.policy.findUniqueOrThrow({ where: { name: `Bound: ${scene.own}` } });
      return through(deletePolicy, () => ({ id }))(scene);
    },
    yields: true,
  },
  'house:policy-permission': {
    permissions: ['policies.manage'],
    run: through(createPolicy, ({ own }) => ({
      name: `Opened by ${own}`,
      effect: 'allow',
      action: 'delete',
      resource: 'user',
      conditions: [{ on: 'subject', attribute: 'level', is: 'greater', value: 5 }],
    })),
    yields: true,
  },
};
