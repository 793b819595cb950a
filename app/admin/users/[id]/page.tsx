import type { Metadata } from 'next';
import { LatestEvents } from '@/components/people/latest-events';
import { nameOf } from '@/components/people/name-of';
import { PersonFacts } from '@/components/people/person-facts';
import { Card } from '@/components/ui/card';
import { TextLink } from '@/components/ui/text-link';
import { permittedTo } from '@/lib/http/page-facts';
import { findVisiblePerson, isOwnId, loadLatestEvents, loadPerson } from '@/lib/http/people-facts';
import { noticeOf } from '../../../notice-of';
import { AdminPage } from '../../admin-page';
import { PersonActs } from './person-acts';

export const metadata: Metadata = { title: 'Person', robots: { index: false } };

const NOTICES = {
  invited: 'The invitation is on its way.',
  moved: 'They have another manager now.',
};

const OWN = 'This is your own account. Nobody changes their own roles, manager or status.';

export default async function PersonPage({ params, searchParams }: PageProps<'/admin/users/[id]'>) {
  const [{ id }, { notice }] = await Promise.all([params, searchParams]);
  const person = await loadPerson(id);
  const permitted = await permittedTo(['users.read', 'audit.read']);
  const manager = person.manager_id ? await findVisiblePerson(person.manager_id) : null;
  const isOwn = await isOwnId(person.id);
  return (
    <AdminPage title={nameOf(person)} current={`/admin/users/${id}`} told={noticeOf(NOTICES, notice)}>
      {permitted.has('users.read') && (
        <p className="mb-6">
          <TextLink href="/admin/users">All people</TextLink>
        </p>
      )}
      <Card title="What is known" {...(isOwn && { intro: OWN })}>
        <PersonFacts person={person} manager={manager} />
      </Card>
      <PersonActs person={person} manager={manager} canChoose={permitted.has('users.read')} isOwn={isOwn} />
      {permitted.has('audit.read') && (
        <Card title="Latest events">
          <LatestEvents entries={await loadLatestEvents(person.id)} id={person.id} />
        </Card>
      )}
    </AdminPage>
  );
}
