import { type Column, DataTable } from '@/components/admin/data-table';
import { ButtonForm } from '@/components/forms/button-forms';
import type { PersonOutput } from '@/lib/shared/schemas/people';
import { nameOf } from './name-of';
import { PERSON_COLUMNS } from './people-table';

/** People, each row with the button that makes its person the manager of who has the id `of`. */
export function ManagerTable({ people, of }: { people: readonly PersonOutput[]; of: string }) {
  const name: Column<PersonOutput> = { name: 'Name', cell: (person) => <Named person={person} /> };
  const choose: Column<PersonOutput> = {
    name: 'Choose',
    cell: (person) => (
      <ButtonForm fields={{ id: of, manager_id: person.id }} pendingLabel="Choosing…">
        Choose <span className="sr-only">{nameOf(person)}</span>
      </ButtonForm>
    ),
    isEmpty: ({ id }) => id === of,
  };
  return (
    <DataTable
      caption="People who can be the manager"
      columns={[name, PERSON_COLUMNS.roles, PERSON_COLUMNS.status, choose]}
      rows={people}
      keyOf={({ id }) => id}
    />
  );
}

function Named({ person }: { person: PersonOutput }) {
  return (
    <>
      <p className="font-semibold wrap-anywhere">{nameOf(person)}</p>
      {person.email !== undefined && <p className="text-sm wrap-anywhere text-muted">{person.email}</p>}
    </>
  );
}
