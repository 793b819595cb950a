import { type Column, DataTable } from '@/components/admin/data-table';
import { ButtonForms } from '@/components/forms/button-forms';
import { EmptyState } from '@/components/ui/empty-state';
import { Moment } from '@/components/ui/moment';
import { TextLink } from '@/components/ui/text-link';
import type { FormAction } from '@/lib/shared/form-state';
import type { MailOutput } from '@/lib/shared/schemas/mails';
import { Delivery } from './delivery';
import { Recipient } from './recipient';
import { ResendButton } from './resend-button';

type Props = {
  path: string;
  mails: readonly MailOutput[];
  isFiltered: boolean;
  /** Whether the reader may open the pages of people. */
  isLinked: boolean;
  /** Sends the mail of an `id` again; null for who may not. */
  resend: FormAction | null;
};

type MailColumn = Column<MailOutput>;

const MAIL: MailColumn = {
  name: 'Mail',
  cell: ({ label, created_at }) => (
    <>
      <p className="font-semibold">{label}</p>
      <p className="text-sm text-muted">
        <Moment iso={created_at} show="second" />
      </p>
    </>
  ),
};

const TO: MailColumn = { name: 'To', cell: ({ to }) => <Recipient to={to} isLinked={false} /> };
const TO_LINKED: MailColumn = { name: 'To', cell: ({ to }) => <Recipient to={to} isLinked /> };

const DELIVERY: MailColumn = { name: 'Delivery', cell: (mail) => <Delivery mail={mail} /> };
const DELIVERY_OR_AGAIN: MailColumn = {
  name: 'Delivery',
  cell: (mail) => (
    <>
      <Delivery mail={mail} />
      <ResendButton mail={mail} />
    </>
  ),
};

/** A page of mails, each with how its delivery stands; in words, where there is none. */
export function MailList({ path, mails, isFiltered, isLinked, resend }: Props) {
  const list =
    mails.length === 0 ? (
      <NoMail path={path} isFiltered={isFiltered} />
    ) : (
      <DataTable
        caption="Mails"
        columns={[MAIL, isLinked ? TO_LINKED : TO, resend ? DELIVERY_OR_AGAIN : DELIVERY]}
        rows={mails}
        keyOf={({ id }) => id}
      />
    );
  // Around an empty list, too: the answer is said here when the last mail has left it.
  return resend ? <ButtonForms action={resend}>{list}</ButtonForms> : list;
}

function NoMail({ path, isFiltered }: Pick<Props, 'path' | 'isFiltered'>) {
  if (!isFiltered) return <EmptyState>No mail has been written yet.</EmptyState>;
  return (
    <EmptyState>
      <p>No mail stands like that now.</p>
      <p className="mt-1">
        <TextLink href={path}>Show all mails</TextLink>
      </p>
    </EmptyState>
  );
}
