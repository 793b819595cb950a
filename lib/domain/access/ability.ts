import type { Ability, RawRuleOf } from '@casl/ability';
import { createPrismaAbility, type PrismaQueryFactory } from '@casl/prisma/runtime';
import type { Prisma } from '@/prisma/generated/client';
import {
  type Action,
  PERMISSIONS,
  type Permission,
  PUBLIC_USER_FIELDS,
  type Resource,
} from '@/lib/shared/authorization';
import type { PolicyRule } from '@/lib/shared/schemas/policy';
import type { Environment, Subject } from './attributes';
import { holdsBeforehand, personFilter } from './conditions';

/** The Prisma model behind each resource: CASL filters lists by it. */
export const MODELS = { user: 'User', role: 'Role', policy: 'Policy', audit: 'AuditEvent' } as const satisfies Record<
  Resource,
  string
>;
type Model = (typeof MODELS)[Resource];

export type AccessAbility = Ability<[Action, Model], PrismaQueryFactory<Prisma.TypeMap>>;
type Rule = RawRuleOf<AccessAbility>;

/** What a rule of CASL came from, kept in its `reason`. */
export const PERMISSION_REASON = 'permission:';
export const POLICY_REASON = 'policy:';

function ruleOfPermission(permission: Permission): Rule {
  const { action, resource } = PERMISSIONS[permission];
  return { action, subject: MODELS[resource], reason: PERMISSION_REASON + permission } as Rule;
}

/** To read a person without a permission is to see what everybody may see of them, unless the rule says more. */
function fieldsOf({ resource, action, effect, fields }: PolicyRule): readonly string[] | undefined {
  if (fields.length > 0) return fields;
  return resource === 'user' && action === 'read' && effect === 'allow' ? PUBLIC_USER_FIELDS : undefined;
}

function ruleOfPolicy(policy: PolicyRule, subject: Subject): Rule {
  const filters = policy.conditions.filter(({ on }) => on === 'resource').map((one) => personFilter(one, subject));
  const fields = fieldsOf(policy);
  return {
    action: policy.action,
    subject: MODELS[policy.resource],
    inverted: policy.effect === 'deny',
    reason: POLICY_REASON + policy.id,
    ...(filters.length > 0 && { conditions: { AND: filters } }),
    ...(fields && { fields: [...fields] }),
  } as Rule;
}

/** The rules that may say something here: those whose conditions on the person and the circumstances hold. */
export function relevantPolicies(
  policies: readonly PolicyRule[],
  subject: Subject,
  environment: Environment,
): PolicyRule[] {
  return policies.filter(({ conditions }) => conditions.every((one) => holdsBeforehand(one, subject, environment)));
}

/**
 * What somebody may do, in these circumstances: their permissions, then the rules that allow, then those that deny. The
 * last that fits decides, so a denial always wins; where none fits, the answer is no.
 */
export function createAbility(
  subject: Subject,
  environment: Environment,
  policies: readonly PolicyRule[],
): AccessAbility {
  const relevant = relevantPolicies(policies, subject, environment);
  const ofEffect = (wanted: PolicyRule['effect']) =>
    relevant.filter(({ effect }) => effect === wanted).map((policy) => ruleOfPolicy(policy, subject));
  const rules = [...subject.permissions.map(ruleOfPermission), ...ofEffect('allow'), ...ofEffect('deny')];
  return createPrismaAbility<AccessAbility>(rules);
}
