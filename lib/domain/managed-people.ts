import { Problem } from '@/lib/core/problem';
import type { Tx } from '@/lib/infra/db';
import type { Prisma } from '@/prisma/generated/client';
import { type Action, ACTIONS, type UserField } from '@/lib/shared/authorization';
import { isUuid } from '@/lib/shared/schemas/fields';
import type { PersonDetailOutput, PersonOutput } from '@/lib/shared/schemas/people';
import type { AccessAbility } from './access/ability';
import { assertMayOn, fieldsOn, mayOn } from './access/authorize';
import { ACCESS_SELECT, statusOf } from './access/objects';
import { avatarAddress } from './avatar-address';
import type { Transaction } from './context';

/** What is loaded of somebody who is looked at or acted upon by another. */
export const MANAGED_SELECT = {
  ...ACCESS_SELECT,
  email: true,
  firstName: true,
  lastName: true,
  createdAt: true,
  lastLoginAt: true,
  suspendedReason: true,
  avatar: { select: { id: true } },
} as const satisfies Prisma.UserSelect;

export type ManagedPerson = Prisma.UserGetPayload<{ select: typeof MANAGED_SELECT }>;

/** The names of their roles, in the order of the alphabet. */
export function rolesOf(person: ManagedPerson): string[] {
  return person.roles.map(({ roleName }) => roleName).toSorted();
}

/** Each field of a person as an answer has it. */
function answersOf(person: ManagedPerson, now: Date): Required<PersonOutput> {
  const status = statusOf(person, now);
  const isSuspended = status === 'suspended';
  return {
    id: person.id,
    email: person.email,
    first_name: person.firstName,
    last_name: person.lastName,
    avatar_url: avatarAddress(person.id, person.avatar?.id ?? null),
    status,
    roles: rolesOf(person),
    manager_id: person.managerId,
    created_at: person.createdAt.toISOString(),
    last_login_at: person.lastLoginAt?.toISOString() ?? null,
    suspended_until: (isSuspended && person.suspendedUntil?.toISOString()) || null,
    suspended_reason: isSuspended ? person.suspendedReason : null,
  };
}

const keyOf = (field: UserField) => (field === 'avatar' ? 'avatar_url' : field);

/** A person as far as the ability lets them be read. Whoever is shown at all has their id shown. */
export function toPersonOutput(ability: AccessAbility, person: ManagedPerson, now: Date): PersonOutput {
  const readable = new Set<string>(fieldsOn(ability, 'read', person).map(keyOf));
  const all = Object.entries(answersOf(person, now));
  return { ...Object.fromEntries(all.filter(([key]) => readable.has(key))), id: person.id };
}

/** The same, with what the ability lets do to them. */
export function toPersonDetail(ability: AccessAbility, person: ManagedPerson, now: Date): PersonDetailOutput {
  const allowed = ACTIONS.user.filter((action) => action !== 'create' && mayOn(ability, action, person));
  return { ...toPersonOutput(ability, person, now), allowed_actions: allowed };
}

async function findPerson(db: Pick<Tx, 'user'>, id: string): Promise<ManagedPerson | null> {
  return isUuid(id) ? db.user.findUnique({ where: { id }, select: MANAGED_SELECT }) : null;
}

/** Somebody as they are now; null where there is nobody, or nobody who may be seen. */
export async function findManagedPerson(
  db: Pick<Tx, 'user'>,
  ability: AccessAbility,
  id: string,
): Promise<ManagedPerson | null> {
  const person = await findPerson(db, id);
  return person && mayOn(ability, 'read', person) ? person : null;
}

/**
 * Somebody as they are now, for who may do this to them: throws `not_found` where they may not be seen, and `forbidden`
 * where they may be seen only.
 */
export async function getManagedPerson(
  db: Pick<Tx, 'user'>,
  ability: AccessAbility,
  id: string,
  action: Action,
): Promise<ManagedPerson> {
  const person = await findPerson(db, id);
  assertMayOn(ability, action, person);
  return person;
}

/**
 * The same, locked until the end of the transaction: of parallel acts upon one person each is judged by what the one
 * before it left. `FOR UPDATE` also keeps away whatever would belong to them: for their end.
 */
export async function lockManagedPerson(
  tx: Transaction,
  ability: AccessAbility,
  id: string,
  action: Action,
): Promise<ManagedPerson> {
  if (!isUuid(id)) throw new Problem('not_found');
  if (action === 'delete') await tx.db.$queryRaw`SELECT 1 FROM users WHERE id = ${id}::uuid FOR UPDATE`;
  else await tx.db.$queryRaw`SELECT 1 FROM users WHERE id = ${id}::uuid FOR NO KEY UPDATE`;
  return getManagedPerson(tx.db, ability, id, action);
}

/** Somebody who is known to be there: the same transaction has locked or made them. */
export function readManagedPerson(tx: Transaction, id: string): Promise<ManagedPerson> {
  return tx.db.user.findUniqueOrThrow({ where: { id }, select: MANAGED_SELECT });
}
