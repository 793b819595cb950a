import type { Metadata } from 'next';
import { forbidden } from 'next/navigation';
import { ButtonForms } from '@/components/forms/button-forms';
import { ManagerTable } from '@/components/people/manager-table';
import { nameOf } from '@/components/people/name-of';
import { PeopleFilter } from '@/components/people/people-filter';
import { PeopleList } from '@/components/people/people-list';
import { TextLink } from '@/components/ui/text-link';
import { load } from '@/lib/http/load';
import { editableFields } from '@/lib/http/people-facts';
import { listPeople } from '@/lib/use-cases/list-people';
import { readPerson } from '@/lib/use-cases/read-person';
import { AdminPage } from '../../../admin-page';
import { chooseManagerAction } from '../../actions';
import { peopleQuery } from '../../people-query';

export const metadata: Metadata = { title: 'Choose a manager', robots: { index: false } };

export default async function ManagerPage({ params, searchParams }: PageProps<'/admin/users/[id]/manager'>) {
  const { id } = await params;
  const person = await load(readPerson, { id });
  if (!(await editableFields(id)).has('manager_id')) forbidden();
  const query = peopleQuery(await searchParams);
  const { count, results } = await load(listPeople, query);
  const path = `/admin/users/${id}/manager` as const;
  return (
    <AdminPage title={`Choose a manager for ${nameOf(person)}`} current={path}>
      <p className="mb-6">
        <TextLink href={`/admin/users/${id}`}>Back without a change</TextLink>
      </p>
      <PeopleFilter path={path} query={query} />
      <ButtonForms action={chooseManagerAction}>
        <PeopleList path={path} query={query} count={count} shown={results.length}>
          <ManagerTable people={results} reportId={person.id} />
        </PeopleList>
      </ButtonForms>
    </AdminPage>
  );
}
