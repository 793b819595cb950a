import type { Metadata } from 'next';
import { InviteForm } from '@/components/people/invite-form';
import { Card } from '@/components/ui/card';
import { MailboxHint } from '@/components/ui/mailbox-hint';
import { loadFormOf } from '@/lib/http/load';
import { isMailKeptHere } from '@/lib/http/page-facts';
import { assignableRoles } from '@/lib/http/people-facts';
import { invitePerson } from '@/lib/use-cases/invite-person';
import { AdminPage } from '../../admin-page';
import { invitePersonAction } from '../actions';

export const metadata: Metadata = { title: 'Invite somebody', robots: { index: false } };

const INTRO =
  'They get a mail with a link, good for 72 hours, to set a password of their own. Nobody else ever sees it.';

export default async function InvitePage() {
  await loadFormOf(invitePerson);
  return (
    <AdminPage title="Invite somebody" intro={INTRO} current="/admin/users/new">
      {isMailKeptHere() && <MailboxHint />}
      <Card title="Who it is">
        <InviteForm action={invitePersonAction} assignable={await assignableRoles()} />
      </Card>
    </AdminPage>
  );
}
