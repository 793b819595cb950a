import { z } from 'zod';
import type { AuditEvent, Prisma } from '@/prisma/generated/client';
import type { Db } from '@/lib/infra/db';
import { Problem } from '@/lib/core/problem';

/** Entries on a page, unless another number is asked for. */
const PAGE_SIZE = 50;

/** The last entry of a page: what comes after it is older, or as old with a smaller id. */
const place = z.tuple([z.int().min(0).max(8.64e15), z.uuid()]);

function toCursor({ at, id }: Pick<AuditEvent, 'at' | 'id'>): string {
  return Buffer.from(JSON.stringify([at.getTime(), id])).toString('base64url');
}

/** Throws `invalid_input` at everything that no page has said. */
function olderThan(cursor: string | undefined): Prisma.AuditEventWhereInput {
  if (cursor === undefined) return {};
  const { data } = place.safeParse(parse(cursor));
  if (!data) throw new Problem('invalid_input', { fields: { cursor: ['Send what a page said as its next_cursor.'] } });
  const [atMs, id] = data;
  const at = new Date(atMs);
  // The first condition is what the indexes are asked for.
  return { at: { lte: at }, OR: [{ at: { lt: at } }, { id: { lt: id } }] };
}

function parse(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString());
  } catch {
    return undefined;
  }
}

type Page = { events: AuditEvent[]; nextCursor: string | null };

/** Where a page begins: at the newest, unless after another one; and how many entries it has. */
type Part = { cursor: string | undefined; size?: number };

/** The newest events of any of these filters, from the cursor on: as many queries as filters, each of one page. */
export async function readAuditPage(
  db: Pick<Db, 'auditEvent'>,
  { cursor, size = PAGE_SIZE }: Part,
  ...filters: Prisma.AuditEventWhereInput[]
): Promise<Page> {
  const older = olderThan(cursor);
  const found = await Promise.all(
    filters.map((filter) =>
      db.auditEvent.findMany({
        where: { AND: [filter, older] },
        orderBy: [{ at: 'desc' }, { id: 'desc' }],
        take: size + 1,
      }),
    ),
  );
  const newest = found.flat().toSorted(newestFirst);
  const events = newest.slice(0, size);
  const last = events.at(-1);
  return { events, nextCursor: last && newest.length > size ? toCursor(last) : null };
}

function newestFirst(one: AuditEvent, other: AuditEvent): number {
  return other.at.getTime() - one.at.getTime() || (one.id < other.id ? 1 : -1);
}
