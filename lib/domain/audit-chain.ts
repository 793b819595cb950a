import type { AuditEvent } from '@/prisma/generated/client';
import type { Db, Tx } from '@/lib/infra/db';
import { type ChainKeys, chainKeys, isSame, macOfEnd, NO_SEAL, sealOf } from './audit-seal';

/** Events that one transaction seals: some milliseconds of work, and what is held in memory. */
const BATCH = 500;

/** The one row of audit_chain. */
const END_ID = 1;

/**
 * Seals what has been recorded since, in the order of its arrival: an event whose transaction took long comes after ones
 * that began later. Of several instances one seals at a time. Throws when the chain does not end where it did when it
 * was last sealed: to go on would bury that.
 */
export async function sealAuditEvents(db: Db, signal?: AbortSignal): Promise<{ sealed: number }> {
  const keys = chainKeys();
  let sealed = 0;
  while (await hasUnsealed(db)) {
    if (signal?.aborted) break;
    const count = await db.$transaction((tx) => sealBatch(tx, keys));
    if (count === 0) break;
    sealed += count;
  }
  return { sealed };
}

async function hasUnsealed(db: Db): Promise<boolean> {
  const waiting = await db.$queryRaw<unknown[]>`SELECT 1 FROM audit_events WHERE position IS NULL LIMIT 1`;
  return waiting.length > 0;
}

/** How many it sealed; none when another instance is at it. */
async function sealBatch(tx: Tx, keys: ChainKeys): Promise<number> {
  const [lock] = await tx.$queryRaw<{ is_mine: boolean }[]>`
    SELECT pg_try_advisory_xact_lock(hashtext('gatehouse.audit_chain')) AS is_mine`;
  if (!lock?.is_mine) return 0;
  let end = await readEnd(tx, keys);
  const links = [];
  for (const event of await takeUnsealed(tx)) {
    const position = end.position + 1n;
    end = { position, seal: sealOf(keys, end.seal, { ...event, position }) };
    links.push({ id: event.id, ...end });
  }
  if (links.length > 0) await storeLinks(tx, links);
  if (links.length > 0) await storeEnd(tx, end.position, macOfEnd(keys, end.position, end.seal));
  return links.length;
}

type End = { position: bigint; seal: Uint8Array };

async function readEnd(tx: Tx, keys: ChainKeys): Promise<End> {
  const end = await tx.auditChain.findUnique({ where: { id: END_ID } });
  const last = end && (await tx.auditEvent.findUnique({ where: { position: end.position } }));
  if (end && last?.seal && isSame(macOfEnd(keys, end.position, last.seal), end.mac)) {
    return { position: end.position, seal: last.seal };
  }
  const isNew = !end && (await tx.auditEvent.count({ where: { position: { not: null } }, take: 1 })) === 0;
  if (isNew) return { position: 0n, seal: NO_SEAL };
  throw new Error('the audit chain does not end where it was sealed last: see docs/audit.md');
}

/** The next ones in about the order of their arrival, which is that of the index. Within a batch time decides. */
async function takeUnsealed(tx: Tx): Promise<AuditEvent[]> {
  const next = await tx.$queryRaw<{ id: string }[]>`SELECT id FROM audit_events WHERE position IS NULL LIMIT ${BATCH}`;
  return tx.auditEvent.findMany({
    where: { id: { in: next.map(({ id }) => id) } },
    orderBy: [{ at: 'asc' }, { id: 'asc' }],
  });
}

async function storeLinks(tx: Tx, links: readonly (End & { id: string })[]): Promise<void> {
  const ids = links.map(({ id }) => id);
  const positions = links.map(({ position }) => position);
  const seals = links.map(({ seal }) => Buffer.from(seal).toString('hex'));
  await tx.$executeRaw`
    UPDATE audit_events e SET position = link.position, seal = decode(link.seal, 'hex')
    FROM unnest(${ids}::uuid[], ${positions}::bigint[], ${seals}::text[]) AS link (id, position, seal)
    WHERE e.id = link.id`;
}

async function storeEnd(tx: Tx, position: bigint, made: Buffer): Promise<void> {
  const mac = Uint8Array.from(made);
  await tx.auditChain.upsert({
    where: { id: END_ID },
    create: { id: END_ID, position, mac },
    update: { position, mac },
  });
}
