import { getEnv } from '@/lib/core/env';
import type { Prisma } from '@/prisma/generated/client';
import { getAbility, peopleFilter } from '@/lib/domain/access/authorize';
import { MANAGED_SELECT, toPersonOutput } from '@/lib/domain/managed-people';
import { defineUseCase } from '@/lib/domain/use-case';
import { listPeopleInput, listPeopleOutput, PAGE_SIZE, type ListPeopleInput } from '@/lib/shared/schemas/people';

/** People whom the caller may see, the newest first, a page at a time. */
export const listPeople = defineUseCase({
  summary: 'People: search, filter, pages',
  access: { permission: 'users.read' },
  limits: [],
  input: listPeopleInput,
  output: listPeopleOutput,
  problems: [],
  run: async (ctx, input) => {
    const ability = await getAbility(ctx);
    const where: Prisma.UserWhereInput = { AND: [peopleFilter(ability, 'read')] };
    const [count, rows] = await Promise.all([
      ctx.db.user.count({ where }),
      ctx.db.user.findMany({
        where,
        select: MANAGED_SELECT,
        orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
        skip: (input.page - 1) * input.page_size,
        take: input.page_size,
      }),
    ]);
    const now = ctx.now();
    return {
      count,
      next: input.page * input.page_size < count ? addressOf(input, input.page + 1) : null,
      previous: input.page > 1 ? addressOf(input, input.page - 1) : null,
      results: rows.map((row) => toPersonOutput(ability, row, now)),
    };
  },
});

/** The address of another page of the same list; what is as usual is left out. */
function addressOf({ page_size, search, status }: ListPeopleInput, page: number): string {
  const address = new URL('/api/users', getEnv().APP_URL);
  address.searchParams.set('page', String(page));
  if (page_size !== PAGE_SIZE) address.searchParams.set('page_size', String(page_size));
  if (search !== '') address.searchParams.set('search', search);
  if (status !== undefined) address.searchParams.set('status', status);
  return address.href;
}
