import { getAbility, rolesFilter } from '@/lib/domain/access/authorize';
import { defineUseCase } from '@/lib/domain/use-case';
import { rolesOutput } from '@/lib/shared/schemas/roles';
import { noInput } from '@/lib/shared/schemas/session';

/** Every role that the signed-in person may see, the highest first. */
export const listRoles = defineUseCase({
  summary: 'The roles, what they may do and how many people hold them',
  access: { permission: 'roles.read' },
  limits: [],
  input: noInput,
  output: rolesOutput,
  problems: [],
  run: async (ctx) => {
    const rows = await ctx.db.role.findMany({
      where: rolesFilter(getAbility(ctx), 'read'),
      include: { permissions: { orderBy: { permission: 'asc' } }, _count: { select: { users: true } } },
      orderBy: [{ level: 'asc' }, { name: 'asc' }],
    });
    return {
      results: rows.map(({ name, level, permissions, _count }) => ({
        name,
        level,
        permissions: permissions.map(({ permission }) => permission),
        people: _count.users,
      })),
    };
  },
});
