import { type Column, DataTable } from '@/components/admin/data-table';
import { ButtonForm } from '@/components/forms/button-forms';
import type { PersonOutput } from '@/lib/shared/schemas/people';
import { nameOf } from './name-of';
import { PERSON_COLUMNS } from './people-table';
import { Portrait } from './portrait';

/** Somebody who may become the manager of who has the id `reportId`. */
type Candidate = PersonOutput & { reportId: string };

const NAME: Column<Candidate> = { name: 'Name', cell: (person) => <Named person={person} /> };

const CHOOSE: Column<Candidate> = {
  name: 'Choose',
  cell: (person) => (
    <div className="w-fit">
      <ButtonForm fields={{ id: person.reportId, manager_id: person.id }} pendingLabel="Choosing…">
        Choose <span className="sr-only">{nameOf(person)}</span>
      </ButtonForm>
    </div>
  ),
  isEmpty: ({ id, reportId }) => id === reportId,
};

/** People, each row with the button that makes its person the manager of who has the id `reportId`. */
export function ManagerTable({ people, reportId }: { people: readonly PersonOutput[]; reportId: string }) {
  return (
    <DataTable
      caption="People who can be the manager"
      columns={[NAME, PERSON_COLUMNS.roles, PERSON_COLUMNS.status, CHOOSE]}
      rows={people.map((person) => ({ ...person, reportId }))}
      keyOf={({ id }) => id}
    />
  );
}

function Named({ person }: { person: PersonOutput }) {
  return (
    <div className="flex items-center gap-3">
      <Portrait person={person} size="small" />
      <div className="min-w-0">
        <p className="font-semibold wrap-anywhere">{nameOf(person)}</p>
        {person.email !== undefined && <p className="text-sm wrap-anywhere text-muted">{person.email}</p>}
      </div>
    </div>
  );
}
