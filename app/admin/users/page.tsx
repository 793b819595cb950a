import type { Metadata } from 'next';
import { PeopleFilter } from '@/components/people/people-filter';
import { PeopleList } from '@/components/people/people-list';
import { load } from '@/lib/http/load';
import { listPeople } from '@/lib/use-cases/list-people';
import { AdminPage } from '../admin-page';
import { peopleQuery } from './people-query';

export const metadata: Metadata = { title: 'People', robots: { index: false } };

export default async function PeoplePage({ searchParams }: PageProps<'/admin/users'>) {
  const query = peopleQuery(await searchParams);
  const { count, results } = await load(listPeople, query);
  return (
    <AdminPage title="People" intro="Everybody who has an account here." current="/admin/users">
      <PeopleFilter path="/admin/users" query={query} />
      <PeopleList path="/admin/users" query={query} people={results} count={count} />
    </AdminPage>
  );
}
