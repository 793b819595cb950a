import type { Metadata } from 'next';
import { RoleForm } from '@/components/roles/role-form';
import { RoleTable } from '@/components/roles/role-table';
import { Card } from '@/components/ui/card';
import { load } from '@/lib/http/load';
import { permittedTo } from '@/lib/http/page-facts';
import { listRoles } from '@/lib/use-cases/list-roles';
import { noticeOf } from '../../notice-of';
import { AdminPage } from '../admin-page';
import { createRoleAction } from './actions';

export const metadata: Metadata = { title: 'Roles', robots: { index: false } };

const NOTICES = { deleted: 'The role is deleted.' };

export default async function RolesPage({ searchParams }: PageProps<'/admin/roles'>) {
  const [{ results }, { notice }] = await Promise.all([load(listRoles, {}), searchParams]);
  const permitted = await permittedTo(['roles.manage']);
  return (
    <AdminPage
      title="Roles"
      intro="What people may do. A person’s rank is the highest of their roles’ levels: 1 is above 2."
      current="/admin/roles"
      told={noticeOf(NOTICES, notice)}
    >
      <RoleTable roles={results} />
      {permitted.has('roles.manage') && (
        <Card title="Make a role" intro="It gives nobody anything yet: people get it on their own pages.">
          <RoleForm action={createRoleAction} />
        </Card>
      )}
    </AdminPage>
  );
}
