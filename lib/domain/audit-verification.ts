import type { Db } from '@/lib/infra/db';
import type { Context } from './context';
import { type ChainKeys, chainKeys, isSame, macOfEnd, NO_SEAL, sealOf } from './audit-seal';

/** Events that are looked at in one go. */
const BATCH = 500;

/** `entries`: sealed ones. `brokenAt`: the position of the first link that is not as it was sealed, null when all are. */
export type ChainReport = { entries: number; brokenAt: number | null; unsealed: number; seal: Uint8Array };

type Snapshot = { position: bigint | null; mac: Uint8Array | null; last: bigint | null; unsealed: bigint };

/**
 * Makes every seal once more and compares. Up to the end as it is at the beginning: what is sealed meanwhile is for the
 * next time. In small batches, and in no transaction, so that it holds nobody up however long the chain is. Throws when
 * `signal` asks to end before it is through.
 */
export async function verifyAuditChain(
  db: Db,
  keys: ChainKeys = chainKeys(),
  signal?: AbortSignal,
): Promise<ChainReport> {
  const [end] = await db.$queryRaw<Snapshot[]>`
    SELECT c.position, c.mac, (SELECT max(position) FROM audit_events) AS last,
      (SELECT count(*) FROM audit_events WHERE position IS NULL) AS unsealed
    FROM (SELECT 1) AS one LEFT JOIN audit_chain c ON c.id = 1`;
  const { position, mac, last, unsealed } = { position: null, mac: null, last: null, unsealed: 0n, ...end };
  const target = position ?? 0n;
  const walked = await walk(db, { keys, target, signal });
  const isVouchedFor = position === null || isSame(macOfEnd(keys, target, walked.seal), mac);
  const isOverlong = (last ?? 0n) > target;
  const brokenAt = walked.brokenAt ?? (isVouchedFor ? null : target) ?? (isOverlong ? target + 1n : null);
  return {
    entries: Number(target),
    brokenAt: brokenAt === null ? null : Number(brokenAt),
    unsealed: Number(unsealed),
    seal: walked.seal,
  };
}

type Walk = { keys: ChainKeys; target: bigint; signal: AbortSignal | undefined };

/** Follows the chain to the event at `target`: the first broken link, or the seal that it ends with. */
async function walk(db: Db, { keys, target, signal }: Walk): Promise<{ brokenAt: bigint | null; seal: Uint8Array }> {
  let at = 0n;
  let seal = NO_SEAL;
  while (at < target) {
    signal?.throwIfAborted();
    const events = await db.auditEvent.findMany({
      where: { position: { gt: at, lte: target } },
      orderBy: { position: 'asc' },
      take: BATCH,
    });
    if (events.length === 0) return { brokenAt: at + 1n, seal };
    for (const event of events) {
      at += 1n;
      const made = sealOf(keys, seal, event);
      if (event.position !== at || !isSame(made, event.seal)) return { brokenAt: at, seal };
      seal = made;
    }
  }
  return { brokenAt: null, seal };
}

/**
 * The daily look: a broken chain is an error in the log. An intact one leaves its length and its last seal there, so that
 * whoever keeps the log elsewhere can tell if all of it was replaced by an older one.
 */
export async function checkAuditChain(
  { db, log }: Pick<Context, 'db' | 'log'>,
  signal?: AbortSignal,
): Promise<{ entries: number; broken: number }> {
  const { entries, brokenAt, seal } = await verifyAuditChain(db, chainKeys(), signal);
  if (brokenAt !== null) log.error({ entries, brokenAt }, 'the audit chain is broken');
  else log.info({ entries, seal: Buffer.from(seal).toString('hex') }, 'the audit chain is whole');
  return { entries, broken: brokenAt === null ? 0 : 1 };
}
