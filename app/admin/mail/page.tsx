import type { Metadata } from 'next';
import { RefusedSearch } from '@/components/admin/refused-search';
import { MailList } from '@/components/mail/mail-list';
import { StatusLinks } from '@/components/mail/status-links';
import { CursorPager } from '@/components/ui/cursor-pager';
import { loadOrSay } from '@/lib/http/load';
import { permittedTo } from '@/lib/http/page-facts';
import { listMails } from '@/lib/use-cases/list-mails';
import { AdminPage } from '../admin-page';
import { queryText, queryTexts } from '../query-text';
import { resendMailAction } from './actions';

export const metadata: Metadata = { title: 'Mail', robots: { index: false } };

const PATH = '/admin/mail';

export default async function MailPage({ searchParams }: PageProps<'/admin/mail'>) {
  const params = await searchParams;
  const query = queryTexts(params, ['status']);
  const cursor = queryText(params['cursor']);
  const found = await loadOrSay(listMails, { ...query, cursor });
  const permitted = await permittedTo(['mails.resend', 'users.read']);
  return (
    <AdminPage
      title="Mail"
      intro="Every mail that was written, and how its delivery stands. What is in a mail is sealed until it is sent, and erased then: nobody can read it here."
      current={PATH}
    >
      {'refusal' in found ? (
        <RefusedSearch fields={found.refusal.fields} />
      ) : (
        <>
          <StatusLinks path={PATH} counts={found.output.counts} current={query.status} />
          <MailList
            path={PATH}
            mails={found.output.results}
            isFiltered={query.status !== undefined}
            isLinked={permitted.has('users.read')}
            resend={permitted.has('mails.resend') ? resendMailAction : null}
          />
          <CursorPager
            label="Pages of mails"
            path={PATH}
            query={query}
            isFirst={cursor === undefined}
            nextCursor={found.output.next_cursor}
          />
        </>
      )}
    </AdminPage>
  );
}
