import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { DeleteRole } from '@/components/roles/delete-role';
import { RoleFacts } from '@/components/roles/role-facts';
import { RoleForm } from '@/components/roles/role-form';
import { Card } from '@/components/ui/card';
import { load } from '@/lib/http/load';
import { permittedTo } from '@/lib/http/page-facts';
import { listRoles } from '@/lib/use-cases/list-roles';
import { noticeOf } from '../../../notice-of';
import { AdminPage } from '../../admin-page';
import { deleteRoleAction, updateRoleAction } from '../actions';

export const metadata: Metadata = { title: 'Role', robots: { index: false } };

const NOTICES = { made: 'The role is made. Give it to people on their own pages.' };

export default async function RolePage({ params, searchParams }: PageProps<'/admin/roles/[name]'>) {
  const [{ results }, { name }, { notice }] = await Promise.all([load(listRoles, {}), params, searchParams]);
  const role = results.find((one) => one.name === name);
  if (!role) notFound();
  const isChangeable = (await permittedTo(['roles.manage'])).has('roles.manage');
  return (
    <AdminPage title={role.name} current={`/admin/roles/${role.name}`} told={noticeOf(NOTICES, notice)}>
      <RoleFacts role={role} isChangeable={isChangeable} />
      {isChangeable && (
        <>
          <Card
            title="Change it"
            intro="What you change acts on everybody who holds the role, from their next click on."
          >
            <RoleForm action={updateRoleAction} role={role} />
          </Card>
          <Card title="Delete it">
            <DeleteRole role={role} action={deleteRoleAction} />
          </Card>
        </>
      )}
    </AdminPage>
  );
}
