import { z } from 'zod';
import { ACTIONS, RESOURCES } from '../authorization';
import { VALUES } from './condition';
import { parts } from './policy';

/**
 * `subject_id` is who wants to, oneself where it is left out; `environment` replaces what is so now. A person is named
 * by their id, or by their address for who may read it; capitals make no difference.
 */
export const explainAccessInput = z
  .object({
    subject_id: z
      .string({ error: 'Name a person by their id or address.' })
      .toLowerCase()
      .describe('Who wants to, by id or address; oneself where it is left out.')
      .optional(),
    action: parts.action,
    resource: z.object(
      {
        type: z.enum(RESOURCES, { error: `Choose one of: ${RESOURCES.join(', ')}.` }),
        id: z.string().toLowerCase().optional(),
      },
      { error: 'Say what it is: {"type", "id"?}.' },
    ),
    environment: z
      .object(
        {
          ip: z.union([z.ipv4(), z.ipv6()], { error: 'Give an address, such as 192.0.2.1.' }),
          hour: VALUES.hour.schema,
          weekday: VALUES.weekday.schema,
          sign_in_age_seconds: VALUES.seconds.schema,
        },
        { error: 'Give circumstances: {"ip"?, "hour"?, "weekday"?, "sign_in_age_seconds"?}.' },
      )
      .partial()
      .describe('What replaces the circumstances of now.')
      .default({}),
  })
  .superRefine(({ action, resource: { type, id } }, context) => {
    const actions: readonly string[] = ACTIONS[type];
    const message = `What can be done to a ${type}: ${actions.join(', ')}.`;
    if (!actions.includes(action)) context.addIssue({ code: 'custom', path: ['action'], message });
    const hasObjects = type !== 'audit' && type !== 'mail' && action !== 'create';
    if (id !== undefined && !hasObjects) {
      context.addIssue({ code: 'custom', path: ['resource', 'id'], message: 'This is about none in particular.' });
    }
  });
export type ExplainAccessInput = z.output<typeof explainAccessInput>;

const conditionTrace = z.object({
  on: z.string(),
  attribute: z.string(),
  is: z.string(),
  wanted: z.unknown(),
  wanted_of: z.string().nullable().describe('The attribute of the subject that is wanted, where it is one.'),
  found: z.unknown().describe('`null` where there is nothing to ask, or it is not for who asks.'),
  holds: z.boolean().nullable(),
});

export const explainAccessOutput = z.object({
  allowed: z.boolean(),
  reason: z.string().describe('The name of the rule or permission that decides.'),
  trace: z.array(
    z.object({
      rule: z.string(),
      effect: z.enum(['allow', 'deny']),
      applies: z.boolean().describe('Whether all of its conditions hold.'),
      decides: z.boolean(),
      conditions: z.array(conditionTrace),
    }),
  ),
});

export type ExplanationOutput = z.output<typeof explainAccessOutput>;
