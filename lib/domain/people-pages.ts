import type { Db } from '@/lib/infra/db';
import type { Prisma } from '@/prisma/generated/client';
import type { ManagedPerson } from './managed-people';

type Reader = Pick<Db, 'user' | '$queryRaw'>;
type PeoplePage = { count: number; people: ManagedPerson[] };

/**
 * A page, from 1 on, of those whom `where` lets through, the newest first, and how many they are in all. Three queries:
 * the count, who is on the page, and those people. The first two need nothing but indexes, unless something is searched
 * for; a page beyond the end costs the count alone.
 */
export async function readPeoplePage(
  db: Reader,
  where: Prisma.UserWhereInput,
  { page, page_size: size }: { page: number; page_size: number },
): Promise<PeoplePage> {
  const count = await db.user.count({ where });
  const skip = (page - 1) * size;
  const take = Math.min(size, count - skip);
  if (take <= 0) return { count, people: [] };
  const ids = await idsOfPage(db, where, { skip, take, count });
  return { count, people: await loadPeople(db, ids) };
}

/** In the order of the list, counted from its nearer end. */
async function idsOfPage(
  db: Reader,
  where: Prisma.UserWhereInput,
  { skip, take, count }: { skip: number; take: number; count: number },
): Promise<string[]> {
  const before = count - skip - take;
  const isFromEnd = before < skip;
  const order = isFromEnd ? 'asc' : 'desc';
  const rows = await db.user.findMany({
    where,
    select: { id: true },
    orderBy: [{ createdAt: order }, { id: order }],
    skip: isFromEnd ? before : skip,
    take,
  });
  const ids = rows.map(({ id }) => id);
  return isFromEnd ? ids.toReversed() : ids;
}

/** These people, in this order: what `MANAGED_SELECT` says, for which Prisma would ask table by table. */
function loadPeople(db: Reader, ids: readonly string[]): Promise<ManagedPerson[]> {
  return db.$queryRaw<ManagedPerson[]>`
    SELECT u.id, u.email, u.first_name AS "firstName", u.last_name AS "lastName", u.created_at AS "createdAt",
      u.last_login_at AS "lastLoginAt", u.manager_id AS "managerId", u.manager_path AS "managerPath",
      u.activated_at AS "activatedAt", u.suspended_at AS "suspendedAt", u.suspended_until AS "suspendedUntil",
      u.suspended_reason AS "suspendedReason",
      (SELECT jsonb_build_object('id', a.id) FROM avatars a WHERE a.user_id = u.id) AS avatar,
      coalesce((
        SELECT jsonb_agg(jsonb_build_object('roleName', r.name, 'role', jsonb_build_object('level', r.level)))
        FROM user_roles ur JOIN roles r ON r.name = ur.role_name WHERE ur.user_id = u.id
      ), '[]') AS roles
    FROM unnest(${ids}::uuid[]) WITH ORDINALITY AS wanted (id, place) JOIN users u ON u.id = wanted.id
    ORDER BY wanted.place`;
}
