import { z } from 'zod';
import { type Action, ACTIONS, RESOURCES, type Resource, USER_FIELDS } from '../authorization';
import { type Condition, condition, conditionTrouble, type Trouble } from './condition';

const NAME_MAX_LENGTH = 120;
export const MAX_CONDITIONS = 20;

type Rule = {
  effect: 'allow' | 'deny';
  action: Action;
  resource: Resource;
  fields: readonly string[];
  conditions: readonly Condition[];
};

/**
 * The level down to which nobody is bound by a rule, because it asks for a lower one; 0: it may bind everybody.
 */
export function sparedLevel({ conditions }: Pick<Rule, 'conditions'>): number {
  const spared = conditions.map(({ on, attribute, is, value }) => {
    if (on !== 'subject' || attribute !== 'level' || typeof value !== 'number') return 0;
    if (is === 'greater') return value;
    return is === 'at_least' || is === 'equal' ? value - 1 : 0;
  });
  return Math.max(0, ...spared);
}

/** Everything that is wrong with a rule whose parts are well formed. */
function ruleTroubles(rule: Rule): Trouble[] {
  const { effect, action, resource, fields, conditions } = rule;
  if (!(ACTIONS[resource] as readonly string[]).includes(action)) {
    return [{ path: ['action'], message: `What can be done to a ${resource}: ${ACTIONS[resource].join(', ')}.` }];
  }
  const hasFields = resource === 'user' && (action === 'read' || action === 'update');
  const isLockout = effect === 'deny' && action === 'manage' && sparedLevel(rule) < 1;
  return [
    ...(fields.length > 0 && !hasFields
      ? [{ path: ['fields'], message: 'Only to read or update a person is about fields.' }]
      : []),
    ...(isLockout
      ? [
          {
            path: ['conditions'],
            message: 'Spare level 1 (subject level greater 1): somebody must be able to take it back.',
          },
        ]
      : []),
    ...conditions.flatMap((one, n) => {
      const trouble = conditionTrouble(one, action, resource);
      return trouble ? [{ ...trouble, path: ['conditions', n, ...trouble.path] }] : [];
    }),
  ];
}

function checkRule(rule: Rule, context: z.RefinementCtx): void {
  for (const { path, message } of ruleTroubles(rule)) context.addIssue({ code: 'custom', path, message });
}

/** The parts of a rule, each well formed by itself. */
export const parts = {
  name: z
    .string({ error: 'Enter a name.' })
    .trim()
    .min(1, 'Enter a name.')
    .max(NAME_MAX_LENGTH, `Use at most ${NAME_MAX_LENGTH} characters.`)
    .refine((name) => !/\p{C}/u.test(name), 'Leave control characters out.'),
  effect: z.enum(['allow', 'deny'], { error: 'Choose allow or deny.' }),
  action: z.enum([...new Set(Object.values(ACTIONS).flat())], { error: 'There is no such action.' }),
  resource: z.enum(RESOURCES, { error: `Choose one of: ${RESOURCES.join(', ')}.` }),
  fields: z
    .array(z.enum(USER_FIELDS, { error: 'People have no such field.' }), { error: 'Send a list of fields.' })
    .max(USER_FIELDS.length, 'Name each field once.')
    .describe('Which fields of people it is about; none is all.'),
  conditions: z
    .array(condition, { error: 'Send a list of conditions.' })
    .max(MAX_CONDITIONS, `Use at most ${MAX_CONDITIONS} conditions.`)
    .describe('What has to be so, all of it; none is always.'),
  enabled: z.boolean({ error: 'Send true or false.' }),
};

export const policyOutput = z.object({ id: z.string(), ...parts });
export type PolicyOutput = z.output<typeof policyOutput>;
export const policiesOutput = z.object({ results: z.array(policyOutput) });

/** A rule as it is judged by: it holds where all of its conditions do. */
export const policyRule = z
  .object({
    id: z.string(),
    name: z.string(),
    effect: parts.effect,
    action: parts.action,
    resource: parts.resource,
    fields: parts.fields,
    conditions: parts.conditions,
  })
  .superRefine(checkRule);
export type PolicyRule = z.output<typeof policyRule>;

export const createPolicyInput = z
  .object({
    ...parts,
    fields: parts.fields.default([]),
    conditions: parts.conditions.default([]),
    enabled: parts.enabled.default(true),
  })
  .superRefine(checkRule);

/** What the browser judges of the form of a rule before it is sent; the rest is judged together. */
export const ruleForm = z.object({
  name: parts.name,
  effect: parts.effect,
  does: z.string({ error: 'Choose what the rule is about.' }).min(1, 'Choose what the rule is about.'),
  fields: z.unknown().optional(),
  conditions: z.unknown().optional(),
});

/** Any text may be asked for; what is no rule's id is not found. The rule that comes of it is checked whole. */
export const updatePolicyInput = z
  .object({ ...parts })
  .partial()
  .extend({ id: z.string() })
  .refine(
    (changes) => Object.entries(changes).some(([part, value]) => part !== 'id' && value !== undefined),
    'Send a part of the rule to change.',
  );
export const deletePolicyInput = z.object({ id: z.string() });
