import type { Metadata } from 'next';
import { cache } from 'react';
import { LatestEvents } from '@/components/people/latest-events';
import { nameOf } from '@/components/people/name-of';
import { PersonFacts } from '@/components/people/person-facts';
import { Portrait } from '@/components/people/portrait';
import { Card } from '@/components/ui/card';
import { TextLink } from '@/components/ui/text-link';
import { permittedTo } from '@/lib/http/page-facts';
import { findVisiblePerson, isOwnId, loadLatestEvents, loadPerson } from '@/lib/http/people-facts';
import { noticeOf } from '../../../notice-of';
import { AdminPage } from '../../admin-page';
import { PersonActs } from './person-acts';

/** Asked once, for the page and its title. */
const getPerson = cache((id: string) => loadPerson(id));

export async function generateMetadata({ params }: PageProps<'/admin/users/[id]'>): Promise<Metadata> {
  const { id } = await params;
  // Whether there is a page is for the page to say.
  const person = await getPerson(id).catch(() => null);
  return { title: person ? nameOf(person) : 'Person', robots: { index: false } };
}

const NOTICES = {
  invited: 'The invitation is on its way.',
  moved: 'They have another manager now.',
};

const OWN = 'This is your own account. Nobody changes their own roles, manager or status.';

export default async function PersonPage({ params, searchParams }: PageProps<'/admin/users/[id]'>) {
  const [{ id }, { notice }] = await Promise.all([params, searchParams]);
  const person = await getPerson(id);
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
        <div className="flex flex-col items-start gap-6 sm:flex-row">
          <Portrait person={person} size="large" />
          <div className="min-w-0 flex-1">
            <PersonFacts person={person} manager={manager} />
          </div>
        </div>
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
