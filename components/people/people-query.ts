import type { UserStatus } from '@/lib/shared/authorization';

/** Which people a list shows, as its address has it; `page` and `search` are not yet judged. */
export type PeopleQuery = { page?: string; search?: string; status?: UserStatus };

/** The address of another page of the same list. */
export function pageAddress(path: string, { search, status }: PeopleQuery, page: number): string {
  const asked = Object.entries({ search, status, page: page > 1 ? String(page) : undefined });
  const query = new URLSearchParams(asked.filter((entry): entry is [string, string] => entry[1] !== undefined));
  return query.size > 0 ? `${path}?${query}` : path;
}
