import type { Metadata } from 'next';
import { RuleForm } from '@/components/rules/rule-form';
import { Card } from '@/components/ui/card';
import { TextLink } from '@/components/ui/text-link';
import { load } from '@/lib/http/load';
import { listPolicies } from '@/lib/use-cases/list-policies';
import { AdminPage } from '../../admin-page';
import { createPolicyAction } from '../actions';

export const metadata: Metadata = { title: 'Make a rule', robots: { index: false } };

export default async function NewPolicyPage() {
  // Who may see the rules may open the form; what they may make is judged when it is sent.
  await load(listPolicies, {});
  return (
    <AdminPage
      title="Make a rule"
      intro={
        <>
          It acts on everybody’s next click. A denial always wins. <TextLink href="/admin/policies">All rules</TextLink>
        </>
      }
      current="/admin/policies/new"
    >
      <Card title="The rule">
        <RuleForm action={createPolicyAction} />
      </Card>
    </AdminPage>
  );
}
