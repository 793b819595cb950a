import type { Metadata } from 'next';
import { cache } from 'react';
import { LatestEvents } from '@/components/people/latest-events';
import { nameOf } from '@/components/people/name-of';
import { PersonFacts } from '@/components/people/person-facts';
import { Card } from '@/components/ui/card';
import { FocusedNotice } from '@/components/ui/focused-notice';
import { TextLink } from '@/components/ui/text-link';
import { load } from '@/lib/http/load';
import { permittedTo } from '@/lib/http/page-facts';
import { findVisiblePerson, isOwnId } from '@/lib/http/people-facts';
import { listAudit } from '@/lib/use-cases/list-audit';
import { readPerson } from '@/lib/use-cases/read-person';
import { AdminPage } from '../../admin-page';
import { PersonActs } from './person-acts';

/** Asked once, for the page and its title. */
const getPerson = cache((id: string) => load(readPerson, { id }));

export async function generateMetadata({ params }: PageProps<'/admin/users/[id]'>): Promise<Metadata> {
  const { id } = await params;
  // Whether there is a page is for the page to say.
  const person = await getPerson(id).catch(() => null);
  return { title: person ? nameOf(person) : 'Person', robots: { index: false } };
}

/** What somebody is told who was sent here from another page. Only these are ever shown, whatever stands in the address. */
const NOTICES: Record<string, string> = {
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
  const told = typeof notice === 'string' && Object.hasOwn(NOTICES, notice) ? NOTICES[notice] : undefined;
  return (
    <AdminPage title={nameOf(person)} current={`/admin/users/${id}`}>
      {told !== undefined && <FocusedNotice tone="success">{told}</FocusedNotice>}
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
          <LatestEvents entries={(await load(listAudit, { subject: person.id })).results} id={person.id} />
        </Card>
      )}
    </AdminPage>
  );
}
