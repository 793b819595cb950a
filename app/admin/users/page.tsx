import type { Metadata } from 'next';
import Link from 'next/link';
import { PeopleFilter } from '@/components/people/people-filter';
import { PeopleList } from '@/components/people/people-list';
import { PeopleTable } from '@/components/people/people-table';
import { buttonClass } from '@/components/ui/button-class';
import { FocusedNotice } from '@/components/ui/focused-notice';
import { load } from '@/lib/http/load';
import { permittedTo } from '@/lib/http/page-facts';
import { listPeople } from '@/lib/use-cases/list-people';
import { AdminPage } from '../admin-page';
import { peopleQuery } from './people-query';

export const metadata: Metadata = { title: 'People', robots: { index: false } };

const DELETED =
  'The account and all that was theirs is deleted. Whoever reported to them reports to their manager now.';

export default async function PeoplePage({ searchParams }: PageProps<'/admin/users'>) {
  const { notice, ...params } = await searchParams;
  const query = peopleQuery(params);
  const { count, results } = await load(listPeople, query);
  const canInvite = (await permittedTo(['users.create'])).has('users.create');
  return (
    <AdminPage title="People" intro="Everybody here whom you may see." current="/admin/users">
      {notice === 'deleted' && <FocusedNotice tone="success">{DELETED}</FocusedNotice>}
      {canInvite && (
        <Link href="/admin/users/new" className={`${buttonClass('primary')} mb-6`}>
          Invite somebody
        </Link>
      )}
      <PeopleFilter path="/admin/users" query={query} />
      <PeopleList path="/admin/users" query={query} count={count} shown={results.length}>
        <PeopleTable people={results} />
      </PeopleList>
    </AdminPage>
  );
}
