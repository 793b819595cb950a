import { permissionFor } from '@/lib/shared/authorization';
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

function meets(subject: Subject, { conditions }: PolicyRule): boolean {
  const asked = conditions.filter(({ on }) => on === 'subject');
  return asked.every((one) =>
    compare(one.is, subject[one.attribute as keyof Subject] as Value, wantedValue(one, subject)),
  );
}

/** A rule allows its own to those who meet it, and gives back what it denies to those who do not meet it any more. */
function isOwn(rule: PolicyRule, subject: Subject): boolean {
  const holds = subject.permissions.includes(permissionFor(rule.action, rule.resource));
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
