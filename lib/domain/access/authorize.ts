import { rulesToCondition } from '@casl/ability/extra';
import { accessibleBy } from '@casl/prisma/runtime';
import { Problem } from '@/lib/core/problem';
import type { Prisma } from '@/prisma/generated/client';
import { type Action, type Permission, PERMISSIONS, USER_FIELDS, type UserField } from '@/lib/shared/authorization';
import type { PolicyRule } from '@/lib/shared/schemas/policy';
import { requireActor } from '../authentication';
import type { Context } from '../context';
import type { PersonFacts, SessionView } from '../session-view';
import { createAbility, decideOn, decideOnAll, mayOnSome, type AccessAbility } from './ability';
import { environmentOf, type Environment, type Subject } from './attributes';
import { accessRole, lendableOf, type RoleFacts } from './lending';
import { accessPolicy, type AccessPerson } from './objects';
import { toPolicies } from './policies';

/** Somebody as these rules look at who acts. */
export function subjectOf(
  { id, level, roles, permissions, managers }: PersonFacts,
  policies: readonly PolicyRule[],
): Subject {
  const subject = { id, level, roles, permissions: permissions as Permission[], managers };
  return { ...subject, lendable: lendableOf(subject, policies) };
}

/** Who acts, in which circumstances, by which rules, and what they may do by them. */
export type Rights = {
  subject: Subject;
  environment: Environment;
  policies: readonly PolicyRule[];
  ability: AccessAbility;
};

const known = new WeakMap<SessionView, Rights>();

/** What the actor may do now, from here: found out once for an operation. Throws `unauthenticated`. */
export function getRights(ctx: Context): Rights {
  const actor = requireActor(ctx);
  const rights = known.get(actor) ?? rightsOf(ctx, actor);
  known.set(actor, rights);
  return rights;
}

function rightsOf(ctx: Context, { person, session, policies: text }: SessionView): Rights {
  const policies = toPolicies(text);
  const subject = subjectOf(person, policies);
  const environment = environmentOf(ctx.client.ip, ctx.now(), session.createdAtMs);
  return { subject, environment, policies, ability: createAbility(subject, environment, policies) };
}

/** What the actor may do now, from here. Throws `unauthenticated`. */
export function getAbility(ctx: Context): AccessAbility {
  return getRights(ctx).ability;
}

type People = Prisma.UserWhereInput;

const JOINS = {
  and: (all: People[]): People => ({ AND: all }),
  or: (some: People[]): People => ({ OR: some }),
  empty: (): People => ({}),
};

/**
 * The filter of those people whom this ability lets act upon, or upon this field of them; it may be part of another one.
 */
export function peopleFilter(ability: AccessAbility, action: Action, field?: UserField): People {
  const filter = rulesToCondition<AccessAbility, People, People>(
    // What `accessibleBy` of @casl/prisma does, which knows no fields.
    ability.rulesFor(action, 'User', field),
    ({ conditions, inverted }) => (inverted ? { NOT: conditions as People } : (conditions as People)),
    JOINS,
  );
  return filter ?? { id: { in: [] } };
}

/** The filter of those roles which this ability lets act upon. */
export function rolesFilter(ability: AccessAbility, action: Action): Prisma.RoleWhereInput {
  const filter: Prisma.RoleWhereInput = accessibleBy(ability, action).ofType('Role');
  // CASL's way to say "none" is an empty OR, which Prisma overlooks inside of another condition.
  return filter.OR?.length === 0 ? { name: { in: [] } } : filter;
}

export function mayOn(ability: AccessAbility, action: Action, person: AccessPerson, field?: UserField): boolean {
  return decideOn(ability, action, ['user', person], field).allowed;
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

/** Whether the actor may act like this upon a role: as it is, as it is to be, or to give or take it. */
export function mayOnRole(rights: Rights, action: 'manage' | 'assign', role: RoleFacts): boolean {
  const object = accessRole(role, rights.subject, rights.policies);
  return decideOn(rights.ability, action, ['role', object]).allowed;
}

/**
 * Throws `forbidden` unless the actor may act like this upon each of these roles. To give somebody a role, one also has
 * to be let `assign` that person, `subjectId`.
 */
export function assertMayOnRoles(
  rights: Rights,
  action: 'manage' | 'assign',
  roles: readonly RoleFacts[],
  subjectId?: string,
): void {
  const refused = roles.find((role) => !mayOnRole(rights, action, role));
  if (!refused) return;
  throw new Problem('forbidden', { onRecord: { ...(subjectId && { subjectId }), data: { role: refused.name } } });
}

/** Throws `forbidden` unless the actor may write or take away each of these rules. */
export function assertMayManagePolicies({ ability }: Rights, policies: readonly PolicyRule[]): void {
  for (const policy of policies) {
    if (decideOn(ability, 'manage', ['policy', accessPolicy(policy)]).allowed) continue;
    const { id, name } = policy;
    throw new Problem('forbidden', { onRecord: { data: { ...(id && { policy: id }), name } } });
  }
}

/** Whether the actor may do what a permission is for: on all of its kind, or on some of them. */
export function isPermitted(ctx: Context, permission: Permission, where: 'on all' | 'on some'): boolean {
  const { action, resource } = PERMISSIONS[permission];
  const ability = getAbility(ctx);
  return where === 'on all' ? decideOnAll(ability, action, resource).allowed : mayOnSome(ability, action, resource);
}
