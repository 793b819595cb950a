import Link from 'next/link';
import { inFigures } from '@/components/admin/in-figures';
import { LinkPending } from '@/components/ui/link-pending';
import { MAIL_STATUS_WORDS, MAIL_STATUSES, type MailStatus } from '@/lib/shared/mail-words';
import { COUNTED_TO, type ListMailsOutput } from '@/lib/shared/schemas/mails';

type Props = {
  path: string;
  counts: ListMailsOutput['counts'];
  /** The status that the list is narrowed down to. */
  current: string | undefined;
};

/** How many mails there are of each status, each the way to those. */
export function StatusLinks({ path, counts, current }: Props) {
  // Mails are in the hands of the mail server for moments only: mostly there is none to show.
  const shown = MAIL_STATUSES.filter((status) => status !== 'handed_over' || counts[status] > 0 || current === status);
  return (
    <nav aria-label="Mails by status" className="mb-6">
      <ul className="flex flex-wrap gap-2">
        <li>
          <StatusLink href={path} isCurrent={current === undefined}>
            All
          </StatusLink>
        </li>
        {shown.map((status) => (
          <li key={status}>
            <StatusLink href={`${path}?status=${status}`} isCurrent={current === status}>
              {MAIL_STATUS_WORDS[status]} <span className="tabular-nums">{counted(counts, status)}</span>
            </StatusLink>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function StatusLink({ href, isCurrent, children }: { href: string; isCurrent: boolean; children: React.ReactNode }) {
  return (
    <Link
      href={href}
      prefetch={false}
      aria-current={isCurrent ? 'page' : undefined}
      className="inline-flex min-h-11 items-center gap-2 rounded-control px-4 font-medium text-muted ring-1 ring-edge ring-inset hover:text-ink aria-[current]:bg-accent-soft aria-[current]:text-accent aria-[current]:ring-0"
    >
      {children} <LinkPending />
    </Link>
  );
}

function counted(counts: Props['counts'], status: MailStatus): string {
  const count = counts[status];
  return count >= COUNTED_TO ? `${inFigures(COUNTED_TO)} or more` : inFigures(count);
}
