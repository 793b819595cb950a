import Link from 'next/link';
import { type Column, DataTable } from '@/components/admin/data-table';
import { Badge } from '@/components/ui/badge';
import { LinkPending } from '@/components/ui/link-pending';
import { TextLink } from '@/components/ui/text-link';
import { DEFAULT_ROLE } from '@/lib/shared/authorization';
import type { RoleOutput } from '@/lib/shared/schemas/roles';
import { heldBy } from './held-by';
import { RolePermissions } from './role-permissions';

type RoleColumn = Column<RoleOutput>;

const NAME: RoleColumn = { name: 'Role', cell: (role) => <Name role={role} /> };

const LEVEL: RoleColumn = { name: 'Level', cell: ({ level }) => level };

const MAY: RoleColumn = { name: 'May', cell: ({ permissions }) => <RolePermissions names={permissions} /> };

const peopleColumn = (isLinked: boolean): RoleColumn => ({
  name: 'Held by',
  cell: ({ people }) =>
    isLinked && people > 0 ? <TextLink href="/admin/users">{heldBy(people)}</TextLink> : heldBy(people),
});

/** The roles, each row with the way to its role; `isLinked`: the reader may see people, too. */
export function RoleTable({ roles, isLinked }: { roles: readonly RoleOutput[]; isLinked: boolean }) {
  return (
    <DataTable
      caption="Roles"
      columns={[NAME, LEVEL, MAY, peopleColumn(isLinked)]}
      rows={roles}
      keyOf={({ name }) => name}
    />
  );
}

function Name({ role: { name } }: { role: RoleOutput }) {
  return (
    <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
      <Link
        href={`/admin/roles/${name}`}
        prefetch={false}
        className="inline-flex items-center gap-2 rounded-sm font-semibold wrap-anywhere hover:text-accent"
      >
        {name} <LinkPending />
      </Link>
      {name === DEFAULT_ROLE && <Badge>Everybody new</Badge>}
    </span>
  );
}
