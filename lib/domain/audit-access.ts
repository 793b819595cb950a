import { Problem } from '@/lib/core/problem';
import { getAbility } from './access/authorize';
import type { Context } from './context';

/** Whoever holds the permission may read the record, unless a rule says no here and now. Throws `forbidden`. */
export async function assertMayReadAudit(ctx: Context): Promise<void> {
  const ability = await getAbility(ctx);
  if (!ability.can('read', 'AuditEvent')) throw new Problem('forbidden');
}
