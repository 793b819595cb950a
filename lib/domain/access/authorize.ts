import { subject as typed } from '@casl/ability';
import { accessibleBy } from '@casl/prisma/runtime';
import { Problem } from '@/lib/core/problem';
import type { Prisma } from '@/prisma/generated/client';
import { type Action, type Permission, USER_FIELDS, type UserField } from '@/lib/shared/authorization';
import { requireActor } from '../authentication';
import type { Context } from '../context';
import type { PersonFacts } from '../session-view';
import { createAbility, type AccessAbility } from './ability';
import { environmentOf, type Subject } from './attributes';
import type { AccessPerson } from './objects';
import { getPolicies } from './policies';

export function subjectOf({ id, level, roles, permissions, managers }: PersonFacts): Subject {
  return { id, level, roles, permissions: permissions as Permission[], managers };
}

/** What the actor may do now, from here. Throws `unauthenticated`. */
export async function getAbility(ctx: Context): Promise<AccessAbility> {
  const { person, session } = requireActor(ctx);
  const environment = environmentOf(ctx.client.ip, ctx.now(), session.createdAtMs);
  return createAbility(subjectOf(person), environment, await getPolicies(ctx));
}

/** The filter of those people whom this ability lets act upon. */
export function peopleFilter(ability: AccessAbility, action: Action): Prisma.UserWhereInput {
  return accessibleBy(ability, action).ofType('User');
}

export function mayOn(ability: AccessAbility, action: Action, person: AccessPerson, field?: UserField): boolean {
  return ability.can(action, typed('User', { ...person }) as never, field);
}

/** The fields of this person that the ability lets act upon. */
export function fieldsOn(ability: AccessAbility, action: Action, person: AccessPerson): UserField[] {
  return USER_FIELDS.filter((field) => mayOn(ability, action, person, field));
}

/**
 * Throws `not_found` about somebody whose existence is not the actor's business, and `forbidden` about somebody whom they
 * may see but not act upon like that.
 */
export function assertMayOn(ability: AccessAbility, action: Action, person: AccessPerson | null): asserts person {
  if (!person) throw new Problem('not_found');
  const onRecord = { subjectId: person.id };
  if (!mayOn(ability, 'read', person)) throw new Problem('not_found', { onRecord });
  if (!mayOn(ability, action, person)) throw new Problem('forbidden', { onRecord });
}
