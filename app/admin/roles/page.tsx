import type { Metadata } from 'next';
import { RoleForm } from '@/components/roles/role-form';
import { RoleTable } from '@/components/roles/role-table';
import { Card } from '@/components/ui/card';
import { FocusedNotice } from '@/components/ui/focused-notice';
import { load } from '@/lib/http/load';
import { permittedTo } from '@/lib/http/page-facts';
import { listRoles } from '@/lib/use-cases/list-roles';
import { AdminPage } from '../admin-page';
import { createRoleAction } from './actions';

export const metadata: Metadata = { title: 'Roles', robots: { index: false } };

export default async function RolesPage({ searchParams }: PageProps<'/admin/roles'>) {
  const [{ results }, { notice }] = await Promise.all([load(listRoles, {}), searchParams]);
  const permitted = await permittedTo(['roles.manage', 'users.read']);
  return (
    <AdminPage
      title="Roles"
      intro="What people may do. A person’s rank is the highest of their roles’ levels: 1 is above 2."
      current="/admin/roles"
    >
      {notice === 'deleted' && <FocusedNotice tone="success">The role is deleted.</FocusedNotice>}
      <RoleTable roles={results} isLinked={permitted.has('users.read')} />
      {permitted.has('roles.manage') && (
        <Card title="Make a role" intro="It gives nobody anything yet: people get it on their own pages.">
          <RoleForm action={createRoleAction} />
        </Card>
      )}
    </AdminPage>
  );
}
