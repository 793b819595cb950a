import type { Resource } from '@/lib/shared/authorization';
import { rankOf } from './attributes';

/** A person as rules look at them; `select` of Prisma in {@link ACCESS_SELECT}. */
export type AccessPerson = {
  id: string;
  managerId: string | null;
  managerPath: string[];
  activatedAt: Date | null;
  suspendedAt: Date | null;
  roles: { roleName: string; role: { level: number } }[];
};

/** A role as rules look at it. */
type AccessRole = { name: string; level: number };

export type AccessObject = AccessPerson | AccessRole;

/** What has to be loaded of a person before a rule can judge. */
export const ACCESS_SELECT = {
  id: true,
  managerId: true,
  managerPath: true,
  activatedAt: true,
  suspendedAt: true,
  roles: { select: { roleName: true, role: { select: { level: true } } } },
} as const;

/** How somebody stands: a suspension hides whether they are activated. */
export function statusOf(
  person: Pick<AccessPerson, 'activatedAt' | 'suspendedAt'>,
): 'active' | 'pending' | 'suspended' {
  if (person.suspendedAt) return 'suspended';
  return person.activatedAt ? 'active' : 'pending';
}

/** What a rule may ask about an object, by the names of the rules' vocabulary. */
export function attributesOf(resource: Resource, object: AccessObject): Record<string, unknown> {
  if (resource !== 'user') return object;
  const person = object as AccessPerson;
  return {
    id: person.id,
    level: rankOf(person.roles.map(({ role }) => role.level)),
    roles: person.roles.map(({ roleName }) => roleName),
    managers: person.managerPath,
    manager_id: person.managerId,
    status: statusOf(person),
  };
}
