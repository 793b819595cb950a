import { getEnv } from '@/lib/core/env';
import { getAbility } from '@/lib/domain/access/authorize';
import { toPersonOutput } from '@/lib/domain/managed-people';
import { readPeoplePage } from '@/lib/domain/people-pages';
import { listedPeople } from '@/lib/domain/people-search';
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
    const ability = getAbility(ctx);
    const now = ctx.now();
    const { count, people } = await readPeoplePage(ctx.db, listedPeople(ability, input, now), input);
    return {
      count,
      ...neighbours(input, count),
      results: people.map((person) => toPersonOutput(ability, person, now)),
    };
  },
});

/** The pages beside this one. Before one that lies beyond the end is the last there is. */
function neighbours(input: ListPeopleInput, count: number): { next: string | null; previous: string | null } {
  const last = Math.ceil(count / input.page_size);
  const previous = Math.min(input.page - 1, last);
  return {
    next: input.page < last ? addressOf(input, input.page + 1) : null,
    previous: previous >= 1 ? addressOf(input, previous) : null,
  };
}

/** The address of another page of the same list; what is as usual is left out. */
function addressOf({ page_size, search, status }: ListPeopleInput, page: number): string {
  const address = new URL('/api/users', getEnv().APP_URL);
  address.searchParams.set('page', String(page));
  if (page_size !== PAGE_SIZE) address.searchParams.set('page_size', String(page_size));
  if (search !== '') address.searchParams.set('search', search);
  if (status !== undefined) address.searchParams.set('status', status);
  return address.href;
}
