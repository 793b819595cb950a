import type { Metadata } from 'next';
import { RefusedSearch } from '@/components/admin/refused-search';
import { ButtonForms } from '@/components/forms/button-forms';
import { ManagerTable } from '@/components/people/manager-table';
import { nameOf } from '@/components/people/name-of';
import { PeopleFilter } from '@/components/people/people-filter';
import { PeopleList } from '@/components/people/people-list';
import { TextLink } from '@/components/ui/text-link';
import { loadOrSay } from '@/lib/http/load';
import { loadPerson } from '@/lib/http/people-facts';
import { listPeople } from '@/lib/use-cases/list-people';
import { AdminPage } from '../../../admin-page';
import { chooseManagerAction } from '../../actions';
import { peopleQuery } from '../../people-query';

export const metadata: Metadata = { title: 'Choose a manager', robots: { index: false } };

const INTRO = 'It acts at once: from then on their managers are whoever you choose and those above, and nobody else.';

export default async function ManagerPage({ params, searchParams }: PageProps<'/admin/users/[id]/manager'>) {
  const { id } = await params;
  const person = await loadPerson(id, 'manager_id');
  const query = peopleQuery(await searchParams);
  const found = await loadOrSay(listPeople, query);
  const path = `/admin/users/${id}/manager` as const;
  return (
    <AdminPage title={`Choose a manager for ${nameOf(person)}`} intro={INTRO} current={path}>
      <p className="mb-6">
        <TextLink href={`/admin/users/${id}`}>Back without a change</TextLink>
      </p>
      <PeopleFilter path={path} query={query} />
      {'refusal' in found ? (
        <RefusedSearch fields={found.refusal.fields} />
      ) : (
        <ButtonForms action={chooseManagerAction}>
          <PeopleList path={path} query={query} found={found.output}>
            <ManagerTable people={found.output.results} reportId={person.id} />
          </PeopleList>
        </ButtonForms>
      )}
    </AdminPage>
  );
}
