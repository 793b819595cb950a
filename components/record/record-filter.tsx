import { FilterForm, FilterSelect, FilterText } from '@/components/admin/filter-form';
import { AUDIT_EVENT_NAMES, AUDIT_EVENTS } from '@/lib/shared/audit-events';
import type { RecordQuery } from './record-query';

const EVENTS = AUDIT_EVENT_NAMES.map((value) => ({ value, label: AUDIT_EVENTS[value].label })).toSorted((one, other) =>
  one.label.localeCompare(other.label, 'en'),
);

const ID_LENGTH = 36;

/** What happened, who did it, and to whom. */
export function RecordFilter({ path, query }: { path: string; query: RecordQuery }) {
  const { event = '', actor = '', subject = '' } = query;
  const isFiltered = [event, actor, subject].some((text) => text !== '');
  return (
    <FilterForm path={path} label="Search the record" button="Search" isFiltered={isFiltered}>
      <FilterSelect name="event" label="What happened" value={event} any="Anything" choices={EVENTS} />
      <FilterText name="actor" label="Done by (id)" value={actor} maxLength={ID_LENGTH} />
      <FilterText name="subject" label="Happened to (id)" value={subject} maxLength={ID_LENGTH} />
    </FilterForm>
  );
}
