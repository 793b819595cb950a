import { defineUseCase } from '@/lib/domain/use-case';
import { policiesOutput, policyOutput } from '@/lib/shared/schemas/policy';
import { noInput } from '@/lib/shared/schemas/session';

/** Every rule, in the order in which they were made. */
export const listPolicies = defineUseCase({
  summary: 'The rules, in force or not',
  access: { permission: 'policies.manage' },
  limits: [],
  input: noInput,
  output: policiesOutput,
  problems: [],
  run: async ({ db }) => {
    const rows = await db.policy.findMany({ orderBy: { id: 'asc' } });
    return { results: rows.map((row) => policyOutput.parse(row)) };
  },
});
