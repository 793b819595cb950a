import { Problem } from '@/lib/core/problem';
import type { Tx } from '@/lib/infra/db';
import { isUuid } from '@/lib/shared/schemas/fields';
import { policyOutput, type PolicyOutput } from '@/lib/shared/schemas/policy';
import { recordAudit } from '../audit';
import type { Context, Transaction } from '../context';
import { refuseTaken } from '../taken-name';
import { changePoliciesView } from './policies';

/** Each operation that asks about rights goes through all of them. */
export const MAX_POLICIES = 200;

/** A rule as it is now; throws `not_found`. */
export async function getPolicy(db: Pick<Tx, 'policy'>, id: string): Promise<PolicyOutput> {
  const row = isUuid(id) ? await db.policy.findUnique({ where: { id } }) : null;
  if (!row) throw new Problem('not_found', { detail: 'There is no such rule.' });
  return policyOutput.parse(row);
}

/** For the end of a promise: throws `conflict` where a rule's name is taken. */
export const refuseTakenName = refuseTaken('Another rule has this name.');

type PolicyEvent = 'policy.created' | 'policy.updated' | 'policy.deleted';

/** Puts a change of a rule on the record, whole, and makes it act on the next request of everybody. */
export async function concludePolicyChange(
  ctx: Context,
  tx: Transaction,
  event: PolicyEvent,
  { before, after }: { before?: PolicyOutput; after?: PolicyOutput },
): Promise<void> {
  changePoliciesView(tx);
  await recordAudit(tx.db, ctx, {
    event,
    outcome: 'success',
    data: {
      policy: (after ?? before)?.id ?? '',
      name: (after ?? before)?.name ?? '',
      ...(before && { rule_before: JSON.stringify(before) }),
      ...(after && { rule: JSON.stringify(after) }),
    },
  });
}
