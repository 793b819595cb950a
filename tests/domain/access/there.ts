import type { Subject } from '@/lib/domain/access/attributes';
import { authorityOf, loadRoles } from '@/lib/domain/roles';
import type { Db } from '@/lib/infra/db';
import { DEFAULT_ROLE, type Permission, permissionFor } from '@/lib/shared/authorization';
import { policyRule, type PolicyRule, sparedLevel } from '@/lib/shared/schemas/policy';

type RoleThere = { name: string; level: number; permissions: readonly string[] };

/** A rule with whether it is on. */
type PolicyThere = PolicyRule & { isOn: boolean };

/** Everything that decides who may do what, read at once. */
export type There = {
  people: readonly Subject[];
  suspended: readonly string[];
  roles: readonly RoleThere[];
  policies: readonly PolicyThere[];
};

export async function whatIsThere(db: Db): Promise<There> {
  const [rules, table, rows] = await Promise.all([
    db.policy.findMany({ orderBy: { id: 'asc' } }),
    loadRoles(db),
    db.user.findMany({ include: { roles: true }, orderBy: { id: 'asc' } }),
  ]);
  const people = rows.map(({ id, managerPath, roles: held }) => {
    const roles = held.map(({ roleName }) => roleName).toSorted();
    const { level, permissions } = authorityOf(table, roles);
    return { id, level, roles, permissions: permissions as Permission[], lendable: [], managers: managerPath };
  });
  return {
    people,
    suspended: rows.filter(({ suspendedAt }) => suspendedAt).map(({ id }) => id),
    roles: Object.entries(table).map(([name, role]) => ({ name, ...role })),
    policies: rules.map((row) => ({ ...policyRule.parse(row), isOn: row.enabled })),
  };
}

/** The roles that somebody may well manage and assign: lower, not theirs, with no permission that they do not hold. */
export function likelyRoles({ roles }: There, { level, roles: held, permissions }: Subject): string[] {
  const isWithin = (role: RoleThere) => role.permissions.every((one) => permissions.includes(one as Permission));
  return roles
    .filter((role) => role.level > level && !held.includes(role.name) && isWithin(role))
    .map(({ name }) => name);
}

/** The people whom somebody may well act upon: of a lower rank, those below them first. */
export function likelyPeople({ people }: There, { id, level }: Subject): string[] {
  const lower = people.filter((person) => person.level > level);
  const below = lower.filter(({ managers }) => managers.includes(id));
  return (below.length > 0 ? below : lower).map((person) => person.id);
}

/** The rules that somebody may well change: for lower people only, about what they hold the permission for. */
export function likelyPolicies({ policies }: There, { level, permissions }: Subject): string[] {
  return policies
    .filter((rule) => sparedLevel(rule) >= level && permissions.includes(permissionFor(rule.action, rule.resource)))
    .map(({ id }) => id);
}

/** Somebody who has just registered, or been invited by who has nothing to give. */
export function newcomer(id: string, { roles }: There): Subject {
  const table = Object.fromEntries(
    roles.map(({ name, level, permissions }) => [name, { level, permissions: [...permissions] }]),
  );
  const { level, permissions } = authorityOf(table, [DEFAULT_ROLE]);
  return { id, level, roles: [DEFAULT_ROLE], permissions: permissions as Permission[], lendable: [], managers: [] };
}
