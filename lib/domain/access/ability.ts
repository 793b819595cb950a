import { type Ability, subject as typed, type RawRuleOf } from '@casl/ability';
import { createPrismaAbility, type PrismaQueryFactory } from '@casl/prisma/runtime';
import type { Prisma } from '@/prisma/generated/client';
import {
  type Action,
  type Permission,
  permittedBy,
  PUBLIC_USER_FIELDS,
  type Resource,
} from '@/lib/shared/authorization';
import type { PolicyRule } from '@/lib/shared/schemas/policy';
import type { Environment, Subject } from './attributes';
import { holdsBeforehand } from './conditions';
import { filterOf } from './filters';
import { HOUSE_RULES } from './house-rules';
import type { AccessObject } from './objects';

/** The Prisma model behind a resource: CASL filters lists by it. One without goes by its own name. */
const MODELS = {
  user: 'User',
  role: 'Role',
  policy: 'Policy',
  audit: 'AuditEvent',
  mail: 'OutboxMail',
} as const satisfies Partial<Record<Resource, string>>;
type Model = (typeof MODELS)[keyof typeof MODELS];

function modelOf(resource: Resource): Model {
  const models: Partial<Record<Resource, Model>> = MODELS;
  return models[resource] ?? (resource as string as Model);
}

export type AccessAbility = Ability<[Action, Model], PrismaQueryFactory<Prisma.TypeMap>>;
type Rule = RawRuleOf<AccessAbility>;

/** CASL would take `manage` for every action there is. To us it is one like the others, and there is none for all. */
const NO_WILDCARDS = { anyAction: '*' as Action, anySubjectType: '*' };

/** What a rule of CASL came from, kept in its `reason`. */
export const PERMISSION_REASON = 'permission:';
export const POLICY_REASON = 'policy:';

function rulesOfPermission(permission: Permission): Rule[] {
  return permittedBy(permission).map(({ action, resource }) => ({
    action,
    subject: modelOf(resource),
    reason: PERMISSION_REASON + permission,
  }));
}

/** To read a person without a permission is to see what everybody may see of them, unless the rule says more. */
function fieldsOf({ resource, action, effect, fields }: PolicyRule): readonly string[] | undefined {
  if (fields.length > 0) return fields;
  return resource === 'user' && action === 'read' && effect === 'allow' ? PUBLIC_USER_FIELDS : undefined;
}

function ruleOfPolicy(policy: PolicyRule, subject: Subject, environment: Environment): Rule {
  const asked = policy.conditions.filter(({ on }) => on === 'resource');
  const filters = asked.map((one) => filterOf(policy.resource, one, subject, environment));
  const fields = fieldsOf(policy);
  return {
    action: policy.action,
    subject: modelOf(policy.resource),
    inverted: policy.effect === 'deny',
    reason: POLICY_REASON + policy.id,
    ...(filters.length > 0 && { conditions: { AND: filters } }),
    ...(fields && { fields: [...fields] }),
  };
}

/** The rules that may say something here: those whose conditions on the person and the circumstances hold. */
function relevantPolicies(policies: readonly PolicyRule[], subject: Subject, environment: Environment): PolicyRule[] {
  return policies.filter(({ conditions }) => conditions.every((one) => holdsBeforehand(one, subject, environment)));
}

/**
 * What somebody may do, in these circumstances: their permissions, then the rules that allow, then those that deny,
 * those of the house among them. The last that fits decides, so a denial always wins; where none fits, the answer is
 * no.
 */
export function createAbility(
  subject: Subject,
  environment: Environment,
  policies: readonly PolicyRule[],
): AccessAbility {
  const relevant = relevantPolicies([...policies, ...HOUSE_RULES], subject, environment);
  const ofEffect = (wanted: PolicyRule['effect']) =>
    relevant.filter(({ effect }) => effect === wanted).map((policy) => ruleOfPolicy(policy, subject, environment));
  const rules = [...subject.permissions.flatMap(rulesOfPermission), ...ofEffect('allow'), ...ofEffect('deny')];
  return createPrismaAbility<AccessAbility>(rules, NO_WILDCARDS);
}

/** What decides: the `reason` of the rule, and what it says. */
export type Decision = { allowed: boolean; reason: string | undefined };

/** About one thing. */
export function decideOn(
  ability: AccessAbility,
  action: Action,
  [resource, object]: readonly [Resource, AccessObject],
  field?: string,
): Decision {
  const rule = ability.relevantRuleFor(action, typed(modelOf(resource), { ...object }) as never, field);
  return { allowed: rule !== null && !rule.inverted, reason: rule?.reason };
}

/** About all of a kind: only a rule that asks nothing about the thing says something here. */
export function decideOnAll(ability: AccessAbility, action: Action, resource: Resource): Decision {
  const rule = ability.rulesFor(action, modelOf(resource)).find(({ conditions }) => !conditions);
  return { allowed: rule !== undefined && !rule.inverted, reason: rule?.reason };
}

/** Whether there may be one of its kind that this is allowed on. */
export function mayOnSome(ability: AccessAbility, action: Action, resource: Resource): boolean {
  return ability.can(action, modelOf(resource));
}
