import { type Permission, permissionFor } from '@/lib/shared/authorization';
import type { Condition } from '@/lib/shared/schemas/condition';
import type { PolicyRule } from '@/lib/shared/schemas/policy';
import type { Subject } from './attributes';
import { compare, listOf, wantedValue, type Value } from './conditions';
import type { AccessRole } from './objects';

/** A role as it is kept, or as it is to be. */
export type RoleFacts = { name: string; level: number; permissions: readonly string[] };

/**
 * Whether somebody may come to meet this condition, or not to meet it any more, by getting or losing the role, at the
 * hands of who is at `rank`: such a role is below it, and so is whoever gets it.
 */
function isTurnedBy({ on, attribute, is, value }: Condition, role: RoleFacts, rank: number): boolean {
  if (on !== 'subject' || (typeof value === 'object' && 'subject' in value)) return false;
  if (attribute === 'level') return Number(value) > rank;
  if (attribute !== 'roles' && attribute !== 'permissions') return false;
  const given = attribute === 'roles' ? [role.name] : role.permissions;
  return is === 'within' || is === 'not_within' || listOf(value).some((one) => given.includes(String(one)));
}

/** What of somebody a rule is judged by before it is known what they may hand on. */
type Bare = Omit<Subject, 'lendable'>;

/** A rank that only goes further down binds those below as well; everything else may bind the one and spare the other. */
const isOfTheRank = ({ attribute, is }: Condition) => attribute === 'level' && (is === 'greater' || is === 'at_least');

/** Whether the rule denies somebody for who they are, and not whomever they could hand a right to just as well. */
function deniesPersonally(rule: PolicyRule, subject: Bare): boolean {
  const isPersonal = rule.conditions.some((one) => one.on === 'subject' && !isOfTheRank(one));
  return rule.effect === 'deny' && isPersonal && meets(subject, rule);
}

/** Their permissions but for those that a rule denies them for who they are: by others' hands they would be free again. */
export function lendableOf(subject: Bare, policies: readonly PolicyRule[]): Permission[] {
  const denied = policies.filter((rule) => deniesPersonally(rule, subject));
  const lost = new Set(denied.map(({ action, resource }) => permissionFor(action, resource)));
  return subject.permissions.filter((permission) => !lost.has(permission));
}

function meets(subject: Bare, { conditions }: PolicyRule): boolean {
  const asked = conditions.filter(({ on }) => on === 'subject');
  return asked.every((one) =>
    compare(one.is, subject[one.attribute as keyof Bare] as Value, wantedValue(one, subject)),
  );
}

/** A rule allows its own to those who meet it, and gives back what it denies to those who do not meet it any more. */
function isOwn(rule: PolicyRule, subject: Subject): boolean {
  const holds = subject.lendable.includes(permissionFor(rule.action, rule.resource));
  return rule.effect === 'allow' ? holds || meets(subject, rule) : holds && !meets(subject, rule);
}

/** A role as rules look at it, with what other rules would give by it beyond what `subject` may do. */
export function accessRole(role: RoleFacts, subject: Subject, policies: readonly PolicyRule[]): AccessRole {
  const lending = policies.filter(
    (rule) => rule.conditions.some((one) => isTurnedBy(one, role, subject.level)) && !isOwn(rule, subject),
  );
  const lends = new Set(lending.map(({ action, resource }) => permissionFor(action, resource)));
  return {
    name: role.name,
    level: role.level,
    permissions: role.permissions.map((permission) => ({ permission })),
    lends: [...lends].map((permission) => ({ permission })),
  };
}

/**
 * Whether rules give people more than `subject` may do when these come to be above them in the manager chain, or are not
 * above them any more.
 */
export function doesMoveLend(managers: readonly string[], subject: Subject, policies: readonly PolicyRule[]): boolean {
  const isTurned = ({ on, attribute, value }: Condition) =>
    on === 'subject' && attribute === 'managers' && typeof value === 'string' && managers.includes(value);
  return policies.some((rule) => rule.conditions.some(isTurned) && !isOwn(rule, subject));
}
