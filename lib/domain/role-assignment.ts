import { Problem } from '@/lib/core/problem';
import type { Tx } from '@/lib/infra/db';
import { roleName } from '@/lib/shared/schemas/roles';
import { assertMayOnRoles, type Rights } from './access/authorize';
import type { RoleFacts } from './access/lending';
import { ROLE_INCLUDE, toRoleFacts } from './roles';

/** The roles of these names; throws `invalid_input` where there is no such role. */
async function getRoles(db: Pick<Tx, 'role'>, names: readonly string[]): Promise<RoleFacts[]> {
  const possible = names.filter((name) => roleName.safeParse(name).data === name);
  const rows = await db.role.findMany({ where: { name: { in: possible } }, include: ROLE_INCLUDE });
  if (rows.length < names.length) {
    throw new Problem('invalid_input', { fields: { roles: ['There is no role of this name.'] } });
  }
  return rows.map(toRoleFacts);
}

/**
 * Throws unless there are all of these roles and the actor may give and take those that differ. The caller holds the lock
 * of rights, and has made sure that the actor may `assign` the person, who is `of` where there was one before.
 */
export async function assertMayTurnRoles(
  db: Pick<Tx, 'role'>,
  rights: Rights,
  { before, after, of }: { before: readonly string[]; after: readonly string[]; of?: string },
): Promise<void> {
  const roles = await getRoles(db, [...new Set([...before, ...after])]);
  const isTurned = ({ name }: RoleFacts) => before.includes(name) !== after.includes(name);
  assertMayOnRoles(rights, 'assign', roles.filter(isTurned), of);
}
