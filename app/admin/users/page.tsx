import type { Metadata } from 'next';
import Link from 'next/link';
import { RefusedSearch } from '@/components/admin/refused-search';
import { PeopleFilter } from '@/components/people/people-filter';
import { PeopleList } from '@/components/people/people-list';
import { PeopleTable } from '@/components/people/people-table';
import { buttonClass } from '@/components/ui/button-class';
import { loadOrSay } from '@/lib/http/load';
import { permittedTo } from '@/lib/http/page-facts';
import { listPeople } from '@/lib/use-cases/list-people';
import { noticeOf } from '../../notice-of';
import { AdminPage } from '../admin-page';
import { peopleQuery } from './people-query';

export const metadata: Metadata = { title: 'People', robots: { index: false } };

const NOTICES = {
  deleted: 'The account and all that was theirs is deleted. Whoever reported to them reports to their manager now.',
};

export default async function PeoplePage({ searchParams }: PageProps<'/admin/users'>) {
  const { notice, ...params } = await searchParams;
  const query = peopleQuery(params);
  const found = await loadOrSay(listPeople, query);
  const canInvite = (await permittedTo(['users.create'])).has('users.create');
  return (
    <AdminPage
      title="People"
      intro="Everybody here whom you may see."
      current="/admin/users"
      told={noticeOf(NOTICES, notice)}
    >
      {canInvite && (
        <Link href="/admin/users/new" prefetch={false} className={`${buttonClass('primary')} mb-6`}>
          Invite somebody
        </Link>
      )}
      <PeopleFilter path="/admin/users" query={query} />
      {'refusal' in found ? (
        <RefusedSearch fields={found.refusal.fields} />
      ) : (
        <PeopleList path="/admin/users" query={query} found={found.output}>
          <PeopleTable people={found.output.results} />
        </PeopleList>
      )}
    </AdminPage>
  );
}
