import type { Metadata } from 'next';
import Link from 'next/link';
import { notFound } from 'next/navigation';
import { PageFrame } from '@/components/shell/page-frame';
import { TextLink } from '@/components/ui/text-link';
import { type MailboxMail, readMailbox } from '@/lib/infra/mail/mailbox';
import { MailTime } from '../mail-time';
import { assertMailboxIsOpen } from '../mailbox-access';

export const dynamic = 'force-dynamic';
export const metadata: Metadata = { title: 'Mail', robots: { index: false } };

type Props = { params: Promise<{ id: string }>; searchParams: Promise<{ view?: string | string[] }> };

/** One mail as its reader sees it: as HTML, or with `?view=text` as text. */
export default async function MailPage({ params, searchParams }: Props) {
  await assertMailboxIsOpen();
  const mail = await readMailbox((await params).id);
  if (mail === undefined) notFound();
  const isText = (await searchParams).view === 'text';
  return (
    <PageFrame mainClass="mx-auto w-full max-w-3xl px-5 py-8 sm:px-8 sm:py-12">
      <TextLink href="/dev/mailbox">All mails</TextLink>
      <h1 className="mt-4 text-2xl font-semibold tracking-tight">{mail.subject}</h1>
      <p className="mt-2 flex flex-wrap justify-between gap-x-6 text-sm text-muted">
        <span className="min-w-0 wrap-anywhere">{`To ${mail.to.name} <${mail.to.address}>`}</span>
        <MailTime at={mail.createdAt} />
      </p>
      <ViewTabs id={mail.id} isText={isText} />
      <div className="overflow-hidden rounded-panel bg-panel shadow-panel ring-1 ring-line">
        {isText ? <TextView mail={mail} /> : <HtmlView mail={mail} />}
      </div>
    </PageFrame>
  );
}

function ViewTabs({ id, isText }: { id: string; isText: boolean }) {
  const views = [
    { label: 'HTML', href: `/dev/mailbox/${id}`, isCurrent: !isText },
    { label: 'Text', href: `/dev/mailbox/${id}?view=text`, isCurrent: isText },
  ];
  return (
    <nav aria-label="Views" className="mt-6 mb-2 flex gap-1">
      {views.map(({ label, href, isCurrent }) => (
        <Link
          key={label}
          href={href}
          prefetch={false}
          aria-current={isCurrent ? 'page' : undefined}
          className="inline-flex min-h-11 items-center rounded-control px-4 font-medium text-muted hover:text-ink aria-[current=page]:bg-accent-soft aria-[current=page]:text-accent"
        >
          {label}
        </Link>
      ))}
    </nav>
  );
}

/** In a sandbox without scripts, like a mail program; only a person's click leads out of it, into this window. */
function HtmlView({ mail }: { mail: MailboxMail }) {
  return (
    <iframe
      title={`Mail: ${mail.subject}`}
      srcDoc={mail.html.replaceAll('target="_blank"', 'target="_top"')}
      sandbox="allow-top-navigation-by-user-activation"
      className="block h-288 w-full sm:h-256"
    />
  );
}

function TextView({ mail }: { mail: MailboxMail }) {
  return <pre className="px-5 py-6 font-mono text-sm wrap-anywhere whitespace-pre-wrap sm:px-7">{mail.text}</pre>;
}
