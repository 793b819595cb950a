import { permissionFor, type Resource, type UserStatus } from '@/lib/shared/authorization';
import { type PolicyRule, sparedLevel } from '@/lib/shared/schemas/policy';
import { isSuspendedAt, suspensionOf } from '../suspension';
import { rankOf } from './attributes';

/** A person as rules look at them; `select` of Prisma in {@link ACCESS_SELECT}. */
export type AccessPerson = {
  id: string;
  managerId: string | null;
  managerPath: string[];
  activatedAt: Date | null;
  suspendedAt: Date | null;
  suspendedUntil: Date | null;
  roles: { roleName: string; role: { level: number } }[];
};

/** What has to be loaded of a person before a rule can judge. */
export const ACCESS_SELECT = {
  id: true,
  managerId: true,
  managerPath: true,
  activatedAt: true,
  suspendedAt: true,
  suspendedUntil: true,
  roles: { select: { roleName: true, role: { select: { level: true } } } },
} as const;

type Held = { permission: string };

/** A role as rules look at it; `lends` is what rules give by it beyond what the actor may do. */
export type AccessRole = { name: string; level: number; permissions: Held[]; lends: Held[] };

/** A rule as rules look at it: the permission that it is about, and the level down to which it binds nobody. */
export type AccessPolicy = { id: string; permission: string; spares: number };

export type AccessObject = AccessPerson | AccessRole | AccessPolicy;

export function accessPolicy(rule: Omit<PolicyRule, 'name'>): AccessPolicy {
  return { id: rule.id, permission: permissionFor(rule.action, rule.resource), spares: sparedLevel(rule) };
}

/** How somebody stands: a suspension, as long as it holds, hides whether they are activated. */
export function statusOf(
  person: Pick<AccessPerson, 'activatedAt' | 'suspendedAt' | 'suspendedUntil'>,
  now: Date,
): UserStatus {
  if (isSuspendedAt(suspensionOf(person), now)) return 'suspended';
  return person.activatedAt ? 'active' : 'pending';
}

const names = (held: Held[]) => held.map(({ permission }) => permission);

/** What a rule may ask about an object, by the names of the rules' vocabulary. */
export function attributesOf(resource: Resource, object: AccessObject, now: Date): Record<string, unknown> {
  if (resource === 'role') {
    const { name, level, permissions, lends } = object as AccessRole;
    return { name, level, permissions: names(permissions), lends: names(lends) };
  }
  if (resource !== 'user') return object;
  const person = object as AccessPerson;
  return {
    id: person.id,
    level: rankOf(person.roles.map(({ role }) => role.level)),
    roles: person.roles.map(({ roleName }) => roleName),
    managers: person.managerPath,
    manager_id: person.managerId,
    status: statusOf(person, now),
  };
}
