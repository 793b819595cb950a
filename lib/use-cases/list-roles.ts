import { getAbility, rolesFilter } from '@/lib/domain/access/authorize';
import { ROLE_INCLUDE, toRoleFacts } from '@/lib/domain/roles';
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
      include: { ...ROLE_INCLUDE, _count: { select: { users: true } } },
      orderBy: [{ level: 'asc' }, { name: 'asc' }],
    });
    return { results: rows.map((row) => ({ ...toRoleFacts(row), people: row._count.users })) };
  },
});
