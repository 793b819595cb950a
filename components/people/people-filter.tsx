import { FilterForm, FilterSelect, FilterText } from '@/components/admin/filter-form';
import { USER_STATUSES } from '@/lib/shared/authorization';
import { SEARCH_MAX_LENGTH } from '@/lib/shared/schemas/people';
import type { PeopleQuery } from './people-query';
import { STATUS_WORDS } from './status-words';

const STATUSES = USER_STATUSES.map((value) => ({ value, label: STATUS_WORDS[value] }));

/** Search and status, for the list at `path`. */
export function PeopleFilter({ path, query: { search, status } }: { path: string; query: PeopleQuery }) {
  return (
    <FilterForm path={path} label="Search people" button="Search" isFiltered={(search ?? status) !== undefined}>
      <FilterText name="search" label="Name or e-mail" value={search ?? ''} maxLength={SEARCH_MAX_LENGTH} />
      <FilterSelect name="status" label="Status" value={status ?? ''} any="Any" choices={STATUSES} />
    </FilterForm>
  );
}
