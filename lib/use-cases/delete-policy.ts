import { assertMayManagePolicies, getRights } from '@/lib/domain/access/authorize';
import { concludePolicyChange, getPolicy } from '@/lib/domain/access/policy-changes';
import { inTransaction } from '@/lib/domain/context';
import { lockRights } from '@/lib/domain/role-changes';
import { defineUseCase } from '@/lib/domain/use-case';
import { deletePolicyInput } from '@/lib/shared/schemas/policy';
import { messageOutput } from '@/lib/shared/schemas/session';

/** Deletes a rule, for everybody, at once. */
export const deletePolicy = defineUseCase({
  summary: 'Delete a rule',
  access: { permission: 'policies.manage', isAboutOne: true },
  limits: [],
  input: deletePolicyInput,
  output: messageOutput,
  problems: ['not_found'],
  run: async (ctx, { id }) => {
    const rights = getRights(ctx);
    await inTransaction(ctx, async (tx) => {
      await lockRights(tx);
      const before = await getPolicy(tx.db, id);
      assertMayManagePolicies(rights, [before]);
      await tx.db.policy.delete({ where: { id } });
      await concludePolicyChange(ctx, tx, 'policy.deleted', { before });
    });
    return { message: 'The rule is deleted.' };
  },
});
