import { z } from 'zod';
import type { Db } from '@/lib/infra/db';
import { policyRule, type PolicyRule } from '@/lib/shared/schemas/policy';
import type { Context, Transaction } from '../context';

const POLICIES_VIEW_KEY = 'policies';
const policyRules = z.array(policyRule);

let last: { text: string; rules: PolicyRule[] } | undefined;

/** They are the same for everybody, so their text is read once for as long as it stays the same. */
function toPolicies(text: string): PolicyRule[] {
  if (last?.text !== text) last = { text, rules: policyRules.parse(JSON.parse(text)) };
  return last.rules;
}

/**
 * The enabled rules, from the cache that all instances share or from PostgreSQL. Throws at a rule that this version of
 * the program does not understand: who may do what is not to be guessed.
 */
export async function getPolicies({ db, store }: Pick<Context, 'db' | 'store'>): Promise<readonly PolicyRule[]> {
  const [cached] = await store.readViews([POLICIES_VIEW_KEY]);
  if (cached && 'value' in cached) return toPolicies(cached.value);
  const policies = await loadPolicies(db);
  if (cached && 'lease' in cached) await store.fillView(POLICIES_VIEW_KEY, cached.lease, JSON.stringify(policies));
  return policies;
}

async function loadPolicies(db: Pick<Db, 'policy'>): Promise<PolicyRule[]> {
  const rows = await db.policy.findMany({ where: { enabled: true }, orderBy: { id: 'asc' } });
  return policyRules.parse(rows);
}

/** Makes a change of rules visible to the next request of everybody. */
export function changePoliciesView(tx: Transaction): void {
  tx.changesView(POLICIES_VIEW_KEY);
}
