import { isDeepStrictEqual } from 'node:util';
import type { z } from 'zod';
import { Problem } from '@/lib/core/problem';
import { assertMayManagePolicies, getRights } from '@/lib/domain/access/authorize';
import { concludePolicyChange, getPolicy, refuseTakenName } from '@/lib/domain/access/policy-changes';
import { inTransaction } from '@/lib/domain/context';
import { fieldMessages } from '@/lib/domain/field-messages';
import { lockRights } from '@/lib/domain/role-changes';
import { defineUseCase } from '@/lib/domain/use-case';
import { createPolicyInput, policyOutput, type PolicyOutput, updatePolicyInput } from '@/lib/shared/schemas/policy';

/** Changes a rule, for everybody, at once; what is left out stays. */
export const updatePolicy = defineUseCase({
  summary: 'Change a rule, or switch it on or off',
  access: { permission: 'policies.manage', isAboutOne: true },
  limits: [],
  input: updatePolicyInput,
  output: policyOutput,
  problems: ['not_found', 'conflict'],
  run: async (ctx, { id, ...changes }) => {
    const rights = getRights(ctx);
    return inTransaction(ctx, async (tx) => {
      await lockRights(tx);
      const before = await getPolicy(tx.db, id);
      const after = changed(before, changes);
      assertMayManagePolicies(rights, [before, after]);
      if (isDeepStrictEqual(before, after)) return before;
      const { id: _, ...data } = after;
      await tx.db.policy.update({ where: { id }, data }).catch(refuseTakenName);
      await concludePolicyChange(ctx, tx, 'policy.updated', { before, after });
      return after;
    });
  },
});

/** The rule that comes of it, checked whole: a part may be right only beside others. Throws `invalid_input`. */
function changed(before: PolicyOutput, changes: Omit<z.output<typeof updatePolicyInput>, 'id'>): PolicyOutput {
  const given = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
  const parsed = createPolicyInput.safeParse({ ...before, ...given });
  if (!parsed.success) throw new Problem('invalid_input', { fields: fieldMessages(parsed.error) });
  return { id: before.id, ...parsed.data };
}
