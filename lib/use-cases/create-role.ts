import { Problem } from '@/lib/core/problem';
import { assertMayOnRoles, getRights } from '@/lib/domain/access/authorize';
import { inTransaction } from '@/lib/domain/context';
import { concludeRoleChange, lockRights, MAX_ROLES } from '@/lib/domain/role-changes';
import { refuseTaken } from '@/lib/domain/taken-name';
import { defineUseCase } from '@/lib/domain/use-case';
import { createRoleInput, roleOutput } from '@/lib/shared/schemas/roles';

/** Makes a role; below level 1 only one of a lower rank, with permissions that its maker holds. */
export const createRole = defineUseCase({
  summary: 'Make a role',
  access: { permission: 'roles.manage' },
  limits: [],
  input: createRoleInput,
  output: roleOutput,
  status: 201,
  problems: ['conflict'],
  run: async (ctx, role) => {
    assertMayOnRoles(getRights(ctx), 'manage', [role]);
    const { name, level, permissions } = role;
    await inTransaction(ctx, async (tx) => {
      await lockRights(tx);
      if ((await tx.db.role.count()) >= MAX_ROLES) {
        throw new Problem('conflict', { detail: `There are ${MAX_ROLES} roles already: delete one first.` });
      }
      const held = permissions.map((permission) => ({ permission }));
      await tx.db.role
        .create({ data: { name, level, permissions: { create: held } } })
        .catch(refuseTaken('There is a role of this name.'));
      await concludeRoleChange(ctx, tx, 'role.created', { after: role });
    });
    return { ...role, people: 0 };
  },
});
