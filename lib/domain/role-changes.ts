import { Problem } from '@/lib/core/problem';
import type { Tx } from '@/lib/infra/db';
import { roleName } from '@/lib/shared/schemas/roles';
import type { Rights } from './access/authorize';
import type { RoleFacts } from './access/lending';
import type { Context, Transaction } from './context';
import { recordAudit } from './audit';
import { changeRolesView, ROLE_INCLUDE, toRoleFacts } from './roles';

/** Every signed-in request reads them all. */
export const MAX_ROLES = 200;

/**
 * One change of roles or rules at a time: what is there is judged as the one before left it. What the actor may do is what
 * they might when their request began, as for every other operation.
 */
export async function lockRights({ db }: Transaction): Promise<void> {
  await db.$queryRaw`SELECT pg_advisory_xact_lock(hashtext('gatehouse.rights'))::text`;
}

/** A role as it is now; throws `not_found`. */
export async function getRole(db: Pick<Tx, 'role'>, name: string): Promise<RoleFacts & { people: number }> {
  // Not every text can be asked of the database: it knows no NUL.
  const isName = roleName.safeParse(name).data === name;
  const row = isName
    ? await db.role.findUnique({
        where: { name },
        include: { ...ROLE_INCLUDE, _count: { select: { users: true } } },
      })
    : null;
  if (!row) throw new Problem('not_found', { detail: 'There is no such role.' });
  return { ...toRoleFacts(row), people: row._count.users };
}

/** Throws `forbidden` where somebody else of the actor's rank or above holds the role: to change it is to act on them. */
export async function assertHeldBelow(tx: Transaction, { subject }: Rights, name: string): Promise<void> {
  if (subject.level === 1) return;
  const above = { roles: { some: { role: { level: { lte: subject.level } } } } };
  const isAnother = { id: { not: subject.id }, roles: { some: { roleName: name } } };
  const holder = await tx.db.user.findFirst({ where: { AND: [isAnother, above] } });
  if (holder) throw new Problem('forbidden', { detail: 'Somebody of your rank or above holds this role.' });
}

type RoleEvent = 'role.created' | 'role.updated' | 'role.deleted';

/** Puts a change of a role on the record, and makes it act on the next request of everybody. */
export async function concludeRoleChange(
  ctx: Context,
  tx: Transaction,
  event: RoleEvent,
  { before, after }: { before?: RoleFacts; after?: RoleFacts },
): Promise<void> {
  changeRolesView(tx);
  await recordAudit(tx.db, ctx, {
    event,
    outcome: 'success',
    data: {
      role: (after ?? before)?.name ?? '',
      ...(before && { level_before: before.level, permissions_before: before.permissions.join(' ') }),
      ...(after && { level: after.level, permissions: after.permissions.join(' ') }),
    },
  });
}
