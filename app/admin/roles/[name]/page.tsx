import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { cache } from 'react';
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

/** Asked once, for the page and its title. */
const getRole = cache(async (name: string) => {
  const { results } = await load(listRoles, {});
  return results.find((one) => one.name === name) ?? notFound();
});

export async function generateMetadata({ params }: PageProps<'/admin/roles/[name]'>): Promise<Metadata> {
  const { name } = await params;
  // Whether there is a page is for the page to say.
  const role = await getRole(name).catch(() => null);
  return { title: role?.name ?? 'Role', robots: { index: false } };
}

const NOTICES = { made: 'The role is made. Give it to people on their own pages.' };

export default async function RolePage({ params, searchParams }: PageProps<'/admin/roles/[name]'>) {
  const [{ name }, { notice }] = await Promise.all([params, searchParams]);
  const role = await getRole(name);
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
