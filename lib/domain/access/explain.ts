import {
  type Action,
  PERMISSION_NAMES,
  permittedBy,
  type Permission,
  type Resource,
  type Source,
} from '@/lib/shared/authorization';
import type { Condition } from '@/lib/shared/schemas/condition';
import type { PolicyRule } from '@/lib/shared/schemas/policy';
import { decideOn, decideOnAll, PERMISSION_REASON, POLICY_REASON, type Decision } from './ability';
import type { Rights } from './authorize';
import { compare, wantedValue, type Value } from './conditions';
import { HOUSE_RULES } from './house-rules';
import { attributesOf, type AccessObject } from './objects';

/** What somebody wants to do, and to what. `object` null: any of its kind. */
export type Question = { action: Action; resource: Resource; object: AccessObject | null };

/**
 * What one condition found. `found` is null where there is nothing to ask, because no object is named; `wanted_of` is the
 * attribute of the subject that `wanted` is, where it is one.
 */
export type ConditionTrace = Omit<Condition, 'value'> & {
  wanted: unknown;
  wanted_of: string | null;
  found: unknown;
  holds: boolean | null;
};
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
export function explain(rights: Rights, question: Question): Explanation {
  // Whoever may not see somebody is told that there is nobody: the API asks that first.
  if (question.resource === 'user' && question.object && question.action !== 'read') {
    const seen = explain(rights, { ...question, action: 'read' });
    if (!seen.allowed) return seen;
  }
  const { action, resource, object } = question;
  const decision = object
    ? decideOn(rights.ability, action, [resource, object])
    : decideOnAll(rights.ability, action, resource);
  const trace = traceOf(rights, question, decision);
  const decider = trace.find(({ decides }) => decides);
  return { allowed: decision.allowed, reason: decider?.rule ?? 'No permission and no rule allows it.', trace };
}

function traceOf(rights: Rights, question: Question, { reason }: Decision): RuleTrace[] {
  const { action, resource } = question;
  const permissions = PERMISSION_NAMES.filter((name) =>
    permittedBy(name).some((permitted) => permitted.action === action && permitted.resource === resource),
  );
  const rules = [...rights.policies, ...HOUSE_RULES].filter(
    (policy) => policy.action === action && policy.resource === resource,
  );
  return [
    ...permissions.map((name) => tracePermission(name, rights, reason)),
    ...rules.map((policy) => tracePolicy(policy, rights, question, reason)),
  ];
}

function tracePermission(name: Permission, { subject }: Rights, reason: string | undefined): RuleTrace {
  return {
    rule: `Permission ${name}`,
    effect: 'allow',
    applies: subject.permissions.includes(name),
    decides: reason === PERMISSION_REASON + name,
    conditions: [],
  };
}

function tracePolicy(policy: PolicyRule, rights: Rights, question: Question, reason: string | undefined): RuleTrace {
  const conditions = policy.conditions.map((condition) => traceCondition(condition, rights, question));
  return {
    rule: policy.name,
    effect: policy.effect,
    applies: conditions.every(({ holds }) => holds === true),
    decides: reason === POLICY_REASON + policy.id,
    conditions,
  };
}

function traceCondition(
  condition: Condition,
  { subject, environment }: Rights,
  { object, resource }: Question,
): ConditionTrace {
  const { on, attribute, is, value } = condition;
  const wanted = wantedValue(condition, subject);
  const wanted_of = typeof value === 'object' && 'subject' in value ? value.subject : null;
  const asked = object && attributesOf(resource, object, environment.now);
  const sources: Record<Source, Record<string, unknown> | null> = { subject, environment, resource: asked };
  const found = (sources[on]?.[attribute] ?? null) as Value | null;
  const isAsked = sources[on] !== null;
  const holds = isAsked ? compare(is, found as Value, wanted) : null;
  return { on, attribute, is, wanted, wanted_of, found, holds };
}
