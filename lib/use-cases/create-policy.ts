import { Problem } from '@/lib/core/problem';
import { assertMayManagePolicies, getRights } from '@/lib/domain/access/authorize';
import { concludePolicyChange, MAX_POLICIES, refuseTakenName } from '@/lib/domain/access/policy-changes';
import { inTransaction } from '@/lib/domain/context';
import { lockRights } from '@/lib/domain/role-changes';
import { defineUseCase } from '@/lib/domain/use-case';
import { createPolicyInput, policyOutput } from '@/lib/shared/schemas/policy';

/** Makes a rule; below level 1 only one for people of a lower rank, about what its maker may do. */
export const createPolicy = defineUseCase({
  summary: 'Make a rule',
  access: { permission: 'policies.manage' },
  limits: [],
  input: createPolicyInput,
  output: policyOutput,
  status: 201,
  problems: ['conflict'],
  run: async (ctx, policy) => {
    assertMayManagePolicies(getRights(ctx), [{ ...policy, id: '' }]);
    return inTransaction(ctx, async (tx) => {
      await lockRights(tx);
      if ((await tx.db.policy.count()) >= MAX_POLICIES) {
        throw new Problem('conflict', { detail: `There are ${MAX_POLICIES} rules already: delete one first.` });
      }
      const after = policyOutput.parse(await tx.db.policy.create({ data: policy }).catch(refuseTakenName));
      await concludePolicyChange(ctx, tx, 'policy.created', { after });
      return after;
    });
  },
});
