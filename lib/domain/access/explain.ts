import { subject as typed } from '@casl/ability';
import { PERMISSIONS, type Action, type Resource } from '@/lib/shared/authorization';
import type { Condition, PolicyRule } from '@/lib/shared/schemas/policy';
import { createAbility, MODELS, PERMISSION_REASON, POLICY_REASON } from './ability';
import type { Environment, Subject } from './attributes';
import { compare, wantedValue } from './conditions';
import { attributesOf, type AccessObject } from './objects';

/** Who wants to do what, in which circumstances, and what all rules are. */
export type Question = {
  subject: Subject;
  environment: Environment;
  action: Action;
  resource: Resource;
  /** The very thing; null: any of its kind. */
  object: AccessObject | null;
};

/** What one condition found. `found` is null where there is nothing to ask, because no object is named. */
export type ConditionTrace = Omit<Condition, 'value'> & { wanted: unknown; found: unknown; holds: boolean | null };
export type RuleTrace = {
  rule: string;
  effect: 'allow' | 'deny';
  /** All of its conditions hold. */
  applies: boolean;
  /** The rule that settled it. */
  decides: boolean;
  conditions: ConditionTrace[];
};
export type Explanation = { allowed: boolean; reason: string; trace: RuleTrace[] };

/** Whether it is allowed, which rule says so, and what every rule about it found: the same rules that guard the API. */
export function explain(question: Question, policies: readonly PolicyRule[]): Explanation {
  const { subject, environment, action, resource, object } = question;
  const ability = createAbility(subject, environment, policies);
  const target = object === null ? MODELS[resource] : typed(MODELS[resource], object);
  const decisive = ability.relevantRuleFor(action, target as never)?.reason;
  const permissions = Object.entries(PERMISSIONS)
    .filter(([, permitted]) => permitted.action === action && permitted.resource === resource)
    .map(([name]) => tracePermission(name, subject, decisive));
  const rules = policies
    .filter((policy) => policy.action === action && policy.resource === resource)
    .map((policy) => tracePolicy(policy, question, decisive));
  const trace = [...permissions, ...rules];
  const decider = trace.find(({ decides }) => decides);
  const allowed = ability.can(action, target as never);
  return { allowed, reason: decider ? decider.rule : 'No permission and no rule allows it.', trace };
}

function tracePermission(name: string, subject: Subject, decisive: string | undefined): RuleTrace {
  return {
    rule: `Permission ${name}`,
    effect: 'allow',
    applies: (subject.permissions as readonly string[]).includes(name),
    decides: decisive === PERMISSION_REASON + name,
    conditions: [],
  };
}

function tracePolicy(policy: PolicyRule, question: Question, decisive: string | undefined): RuleTrace {
  const conditions = policy.conditions.map((condition) => traceCondition(condition, question));
  return {
    rule: policy.name,
    effect: policy.effect,
    applies: conditions.every(({ holds }) => holds === true),
    decides: decisive === POLICY_REASON + policy.id,
    conditions,
  };
}

function traceCondition(condition: Condition, { subject, environment, object, resource }: Question): ConditionTrace {
  const { on, attribute, is } = condition;
  const wanted = wantedValue(condition, subject);
  const sources = { subject, environment, resource: object && attributesOf(resource, object) };
  const found = (sources[on] as Record<string, never> | null)?.[attribute] ?? null;
  return { on, attribute, is, wanted, found, holds: found === null ? null : compare(is, found, wanted) };
}
