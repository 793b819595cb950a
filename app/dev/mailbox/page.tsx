import type { Metadata } from 'next';
import Link from 'next/link';
import { PageFrame } from '@/components/shell/page-frame';
import { buttonClass } from '@/components/ui/button-class';
import { Notice } from '@/components/ui/notice';
import { getMailTransport } from '@/lib/infra/mail/mail-transport';
import { listMailbox, type MailboxMail } from '@/lib/infra/mail/mailbox';
import { MailTime } from './mail-time';
import { assertMailboxIsOpen } from './mailbox-access';

export const dynamic = 'force-dynamic';
export const metadata: Metadata = { title: 'Mailbox', robots: { index: false } };

/** Every mail that this machine would have sent, newest first. Development and preview only. */
export default async function MailboxPage() {
  await assertMailboxIsOpen();
  const mails = await listMailbox();
  return (
    <PageFrame mainClass="mx-auto w-full max-w-3xl px-5 py-8 sm:px-8 sm:py-12">
      <div className="flex flex-wrap items-center justify-between gap-4">
        <h1 className="text-3xl font-semibold tracking-tight">Mailbox</h1>
        <Link href="/dev/mailbox" prefetch={false} className={buttonClass('secondary')}>
          Refresh
        </Link>
      </div>
      <p className="mt-2 text-muted">
        In development, mail is kept here instead of being sent. In production this page does not exist.
      </p>
      <div className="mt-8">{mails.length === 0 ? <EmptyBox /> : <MailList mails={mails} />}</div>
    </PageFrame>
  );
}

function EmptyBox() {
  const transport = getMailTransport().name;
  return (
    <Notice tone="plain">
      {transport === 'mailbox' ? (
        <p>No mail yet. Register an account, then come back.</p>
      ) : (
        <p>
          The settings send mail by {transport === 'smtp' ? 'SMTP' : 'Resend'}, so it arrives there. Unset EMAIL_HOST
          and RESEND_API_KEY to keep it here.
        </p>
      )}
    </Notice>
  );
}

function MailList({ mails }: { mails: readonly MailboxMail[] }) {
  return (
    <ul className="divide-y divide-line overflow-hidden rounded-panel bg-panel shadow-panel ring-1 ring-line">
      {mails.map((mail) => (
        <li key={mail.id}>
          <Link
            href={`/dev/mailbox/${mail.id}`}
            prefetch={false}
            className="block px-5 py-4 -outline-offset-2 hover:bg-accent-soft sm:px-7"
          >
            <span className="block font-medium">{mail.subject}</span>
            <span className="mt-1 flex flex-wrap justify-between gap-x-6 text-sm text-muted">
              <span className="min-w-0 wrap-anywhere">{mail.to.address}</span>
              <MailTime at={mail.createdAt} />
            </span>
          </Link>
        </li>
      ))}
    </ul>
  );
}
