import type { Metadata } from 'next';
import { RefusedSearch } from '@/components/admin/refused-search';
import { RecordFilter } from '@/components/record/record-filter';
import { RecordList } from '@/components/record/record-list';
import { RECORD_FILTERS } from '@/components/record/record-query';
import { Verification } from '@/components/record/verification';
import { CursorPager } from '@/components/ui/cursor-pager';
import { load, loadOrSay } from '@/lib/http/load';
import { permittedTo } from '@/lib/http/page-facts';
import { listAudit } from '@/lib/use-cases/list-audit';
import { verifyAudit } from '@/lib/use-cases/verify-audit';
import { AdminPage } from '../admin-page';
import { queryText, queryTexts } from '../query-text';

export const metadata: Metadata = { title: 'Record', robots: { index: false } };

const PATH = '/admin/audit';
const NOTHING = { results: [], next_cursor: null };

export default async function AuditPage({ searchParams }: PageProps<'/admin/audit'>) {
  const params = await searchParams;
  const query = queryTexts(params, RECORD_FILTERS);
  const cursor = queryText(params['cursor']);
  const found = await loadOrSay(listAudit, { ...query, cursor });
  const { results, next_cursor } = 'output' in found ? found.output : NOTHING;
  const asked = queryText(params['verify']);
  const report = asked === undefined ? null : await load(verifyAudit, {});
  const permitted = await permittedTo(['users.read']);
  return (
    <AdminPage
      title="Record"
      intro="What happened: every sign-in, every refusal, every administrative act. Each entry is sealed with all that came before it, so that nothing can be changed or taken out unseen."
      current={PATH}
    >
      <Verification path={PATH} asked={asked} report={report} />
      <RecordFilter path={PATH} query={query} />
      {'refusal' in found ? (
        <RefusedSearch fields={found.refusal.fields} />
      ) : (
        <RecordList
          path={PATH}
          entries={results}
          isFiltered={Object.keys(query).length > 0}
          isLinked={permitted.has('users.read')}
        />
      )}
      <CursorPager
        label="Pages of the record"
        path={PATH}
        query={query}
        isFirst={cursor === undefined}
        nextCursor={next_cursor}
      />
    </AdminPage>
  );
}
