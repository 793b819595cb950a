import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { cache } from 'react';
import { DeleteRule } from '@/components/rules/delete-rule';
import { RuleForm } from '@/components/rules/rule-form';
import { Badge } from '@/components/ui/badge';
import { Card } from '@/components/ui/card';
import { TextLink } from '@/components/ui/text-link';
import { load } from '@/lib/http/load';
import { ruleInWords } from '@/lib/shared/rule-words';
import { listPolicies } from '@/lib/use-cases/list-policies';
import { AdminPage } from '../../admin-page';
import { deletePolicyAction, updatePolicyAction } from '../actions';

/** Asked once, for the page and its title. */
const getRule = cache(async (id: string) => {
  const { results } = await load(listPolicies, {});
  return results.find((one) => one.id === id.toLowerCase()) ?? notFound();
});

export async function generateMetadata({ params }: PageProps<'/admin/policies/[id]'>): Promise<Metadata> {
  const { id } = await params;
  // Whether there is a page is for the page to say.
  const rule = await getRule(id).catch(() => null);
  return { title: rule?.name ?? 'Rule', robots: { index: false } };
}

export default async function PolicyPage({ params }: PageProps<'/admin/policies/[id]'>) {
  const rule = await getRule((await params).id);
  const { enabled } = rule;
  return (
    <AdminPage title={rule.name} current={`/admin/policies/${rule.id}`}>
      <p className="mb-6 max-w-prose wrap-anywhere text-muted">
        <Badge tone={enabled ? 'success' : 'quiet'}>{enabled ? 'On' : 'Off'}</Badge> {ruleInWords(rule)}.{' '}
        <TextLink href="/admin/policies">All rules</TextLink>
      </p>
      <Card title="Change it" intro="What you change acts on everybody’s next click.">
        <RuleForm action={updatePolicyAction} rule={rule} />
      </Card>
      <Card title="Delete it">
        <DeleteRule rule={rule} action={deletePolicyAction} />
      </Card>
    </AdminPage>
  );
}
