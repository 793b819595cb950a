import type { Metadata } from 'next';
import Link from 'next/link';
import { RuleList } from '@/components/rules/rule-list';
import { Simulator } from '@/components/rules/simulator';
import { QUESTION_NAMES, toExplainInput } from '@/components/rules/simulator-question';
import { buttonClass } from '@/components/ui/button-class';
import { Card } from '@/components/ui/card';
import { load, loadOrSay } from '@/lib/http/load';
import { explainAccess } from '@/lib/use-cases/explain-access';
import { listPolicies } from '@/lib/use-cases/list-policies';
import { noticeOf } from '../../notice-of';
import { AdminPage } from '../admin-page';
import { queryTexts } from '../query-text';
import { switchPolicyAction } from './actions';

export const metadata: Metadata = { title: 'Access rules', robots: { index: false } };

const NOTICES = { made: 'The rule is made.', deleted: 'The rule is deleted.' };

export default async function PoliciesPage({ searchParams }: PageProps<'/admin/policies'>) {
  const [{ results }, params] = await Promise.all([load(listPolicies, {}), searchParams]);
  const question = queryTexts(params, QUESTION_NAMES);
  const answer = question.does === undefined ? null : await loadOrSay(explainAccess, toExplainInput(question));
  return (
    <AdminPage
      title="Access rules"
      intro="What roles let people do, rules narrow down or widen, by who acts, on what, and when. A denial always wins."
      current="/admin/policies"
      told={noticeOf(NOTICES, params['notice'])}
    >
      <Card
        title="Who may do what, and why?"
        intro="Supposes that somebody tries, and says which rule decides. Nothing is done."
      >
        <Simulator path="/admin/policies" question={question} answer={answer} />
      </Card>
      <div className="mt-10 mb-4 flex flex-wrap items-center justify-between gap-3">
        <h3 className="text-lg font-semibold tracking-tight">All rules</h3>
        <Link href="/admin/policies/new" prefetch={false} className={buttonClass('primary')}>
          Make a rule
        </Link>
      </div>
      <RuleList rules={results} switchAction={switchPolicyAction} />
    </AdminPage>
  );
}
