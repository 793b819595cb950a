import { Problem } from '@/lib/core/problem';
import type { Tx } from '@/lib/infra/db';
import { isUuid } from '@/lib/shared/schemas/fields';
import { policyOutput, type PolicyOutput } from '@/lib/shared/schemas/policy';
import { recordAudit } from '../audit';
import type { Context, Transaction } from '../context';
import { refuseTaken } from '../taken-name';
import { changePoliciesView, loadPolicies } from './policies';

/** Each operation that asks about rights goes through all of them. */
export const MAX_POLICIES = 200;

/** All enabled rules together, in characters of their JSON: they travel with every signed-in request. */
const MAX_POLICIES_LENGTH = 65_536;

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
  if (after) await assertNotTooLong(tx);
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

async function assertNotTooLong({ db }: Transaction): Promise<void> {
  if (JSON.stringify(await loadPolicies(db)).length <= MAX_POLICIES_LENGTH) return;
  throw new Problem('conflict', {
    detail: 'All rules together would be too long: use fewer or shorter lists of values, or delete a rule first.',
  });
}
