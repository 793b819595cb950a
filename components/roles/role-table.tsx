import Link from 'next/link';
import { type Column, DataTable } from '@/components/admin/data-table';
import { Badge } from '@/components/ui/badge';
import { LinkPending } from '@/components/ui/link-pending';
import { DEFAULT_ROLE } from '@/lib/shared/authorization';
import type { RoleOutput } from '@/lib/shared/schemas/roles';
import { heldBy } from './held-by';
import { RolePermissions } from './role-permissions';

type RoleColumn = Column<RoleOutput>;

const NAME: RoleColumn = { name: 'Role', cell: (role) => <Name role={role} /> };

const LEVEL: RoleColumn = { name: 'Level', cell: ({ level }) => level };

const MAY: RoleColumn = { name: 'May', cell: ({ permissions }) => <RolePermissions names={permissions} /> };

const HELD_BY: RoleColumn = { name: 'Held by', cell: ({ people }) => heldBy(people) };

/** The roles, each row with the way to its role. */
export function RoleTable({ roles }: { roles: readonly RoleOutput[] }) {
  return <DataTable caption="Roles" columns={[NAME, LEVEL, MAY, HELD_BY]} rows={roles} keyOf={({ name }) => name} />;
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
