import { Problem } from '@/lib/core/problem';
import { isRefused } from '@/lib/infra/refused-statement';
import type { Transaction } from './context';

/**
 * The end of a transaction that takes roles, levels, permissions or people away: throws `conflict` when nobody would be
 * left to administer. The database decides it, of parallel ones one after the other.
 */
export async function keepLastAdmin(tx: Transaction): Promise<void> {
  try {
    // Its triggers would speak at the commit: too late, because the changed views are held by then.
    await tx.db.$executeRaw`SET CONSTRAINTS ALL IMMEDIATE`;
  } catch (cause) {
    if (!isRefused(cause, 'lastAdmin')) throw cause;
    throw new Problem('conflict', {
      detail: 'The last administrator stays as they are. Make another one first.',
      cause,
    });
  }
}
