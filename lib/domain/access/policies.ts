import { z } from 'zod';
import type { Db } from '@/lib/infra/db';
import { policyRule, type PolicyRule } from '@/lib/shared/schemas/policy';
import type { Transaction } from '../context';

/** The one key under which the enabled rules are cached: few, and read with whoever is asking. */
export const POLICIES_VIEW_KEY = 'policies';
const policyRules = z.array(policyRule);

let last: { text: string; rules: PolicyRule[] } | undefined;

/**
 * The rules in a cached text. They are the same for everybody, so it is read once for as long as it stays the same. Throws
 * at a rule that this version of the program does not understand: who may do what is not to be guessed.
 */
export function toPolicies(text: string): readonly PolicyRule[] {
  if (last?.text !== text) last = { text, rules: policyRules.parse(JSON.parse(text)) };
  return last.rules;
}

const COLUMNS = { id: true, name: true, effect: true, action: true, resource: true, fields: true, conditions: true };

/** The enabled rules as PostgreSQL has them, understood or not. */
export function loadPolicies(db: Pick<Db, 'policy'>): Promise<unknown[]> {
  return db.policy.findMany({ where: { enabled: true }, select: COLUMNS, orderBy: { id: 'asc' } });
}

/** Makes a change of rules visible to the next request of everybody. */
export function changePoliciesView(tx: Transaction): void {
  tx.changesView(POLICIES_VIEW_KEY);
}
