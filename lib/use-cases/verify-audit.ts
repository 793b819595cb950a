import { verifyAuditChain } from '@/lib/domain/audit-verification';
import { defineUseCase } from '@/lib/domain/use-case';
import { verifyAuditOutput } from '@/lib/shared/schemas/audit';
import { noInput } from '@/lib/shared/schemas/session';

/** Makes every seal of the record once more and says where the first one does not fit. */
export const verifyAudit = defineUseCase({
  summary: 'Whether the record is as it was sealed',
  access: { permission: 'audit.read' },
  limits: [],
  input: noInput,
  output: verifyAuditOutput,
  problems: [],
  run: async (ctx) => {
    const { entries, brokenAt, unsealed } = await verifyAuditChain(ctx.db);
    return { ok: brokenAt === null, entries, broken_at: brokenAt, unsealed };
  },
});
