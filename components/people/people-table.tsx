import Link from 'next/link';
import { type Column, DataTable } from '@/components/admin/data-table';
import { LinkPending } from '@/components/ui/link-pending';
import { Moment } from '@/components/ui/moment';
import type { PersonOutput } from '@/lib/shared/schemas/people';
import { nameOf } from './name-of';
import { Portrait } from './portrait';
import { StatusBadge } from './status-badge';

type PersonColumn = Column<PersonOutput>;

/** What a table can say of people, besides their names. */
export const PERSON_COLUMNS = {
  roles: {
    name: 'Roles',
    cell: ({ roles = [] }) => <span className="wrap-anywhere">{roles.join(', ')}</span>,
    isEmpty: ({ roles = [] }) => roles.length === 0,
  },
  status: {
    name: 'Status',
    cell: ({ status }) => status && <StatusBadge status={status} />,
    isEmpty: ({ status }) => status === undefined,
  },
  lastSignIn: {
    name: 'Last sign-in',
    cell: ({ last_login_at }) => (last_login_at ? <Moment iso={last_login_at} show="day" /> : 'Never'),
    isEmpty: ({ last_login_at }) => last_login_at === undefined,
  },
} as const satisfies Record<string, PersonColumn>;

const NAME: PersonColumn = { name: 'Name', cell: (person) => <Person person={person} /> };

/** People, each row with the way to its person. */
export function PeopleTable({ people }: { people: readonly PersonOutput[] }) {
  return (
    <DataTable
      caption="People"
      columns={[NAME, PERSON_COLUMNS.roles, PERSON_COLUMNS.status, PERSON_COLUMNS.lastSignIn]}
      rows={people}
      keyOf={({ id }) => id}
    />
  );
}

function Person({ person }: { person: PersonOutput }) {
  const { id, email } = person;
  return (
    <div className="flex items-center gap-3">
      <Portrait person={person} size="small" />
      <div className="min-w-0">
        {/* The whole row can be pressed; only the name is the link. */}
        <Link
          href={`/admin/users/${id}`}
          prefetch={false}
          className="inline-flex items-center gap-2 rounded-sm font-semibold wrap-anywhere after:absolute after:inset-0 hover:text-accent"
        >
          {nameOf(person)} <LinkPending />
        </Link>
        {email !== undefined && <p className="text-sm wrap-anywhere text-muted">{email}</p>}
      </div>
    </div>
  );
}
