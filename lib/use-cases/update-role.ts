import { isDeepStrictEqual } from 'node:util';
import { assertMayOnRoles, getRights } from '@/lib/domain/access/authorize';
import type { RoleFacts } from '@/lib/domain/access/lending';
import { inTransaction, type Transaction } from '@/lib/domain/context';
import { keepLastAdmin } from '@/lib/domain/last-admin';
import { assertHeldBelow, concludeRoleChange, getRole, lockRights } from '@/lib/domain/role-changes';
import { defineUseCase } from '@/lib/domain/use-case';
import { roleOutput, updateRoleInput } from '@/lib/shared/schemas/roles';

/** Changes a role's level and permissions, for everybody who holds it, at once; what is left out stays. */
export const updateRole = defineUseCase({
  summary: "Change a role's level and permissions",
  access: { permission: 'roles.manage', isAboutOne: true },
  limits: [],
  input: updateRoleInput,
  output: roleOutput,
  problems: ['not_found', 'conflict'],
  run: async (ctx, { name, level, permissions }) => {
    const rights = getRights(ctx);
    return inTransaction(ctx, async (tx) => {
      await lockRights(tx);
      const { people, ...before } = await getRole(tx.db, name);
      const after = { name, level: level ?? before.level, permissions: permissions ?? [...before.permissions] };
      assertMayOnRoles(rights, 'manage', [before, after]);
      await assertHeldBelow(tx, rights, name);
      if (isSame(before, after)) return { ...after, people };
      await store(tx, after);
      await keepLastAdmin(tx);
      await concludeRoleChange(ctx, tx, 'role.updated', { before, after });
      return { ...after, people };
    });
  },
});

function isSame(one: RoleFacts, other: RoleFacts): boolean {
  return one.level === other.level && isDeepStrictEqual(new Set(one.permissions), new Set(other.permissions));
}

async function store(tx: Transaction, { name, level, permissions }: RoleFacts): Promise<void> {
  await tx.db.role.update({ where: { name }, data: { level } });
  await tx.db.rolePermission.deleteMany({ where: { roleName: name, permission: { notIn: [...permissions] } } });
  await tx.db.rolePermission.createMany({
    data: permissions.map((permission) => ({ roleName: name, permission })),
    skipDuplicates: true,
  });
}
