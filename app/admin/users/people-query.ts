import type { PeopleQuery } from '@/components/people/people-query';
import { USER_STATUSES } from '@/lib/shared/authorization';
import { queryText } from '../query-text';

type Params = Record<string, string | string[] | undefined>;

/** What the address of a list of people asks for, as `listPeople` takes it. A status that there is not asks for nothing. */
export function peopleQuery({ page, search, status }: Params): PeopleQuery {
  const asked = {
    page: queryText(page),
    search: queryText(search),
    status: USER_STATUSES.find((known) => known === status),
  };
  return Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== undefined));
}
