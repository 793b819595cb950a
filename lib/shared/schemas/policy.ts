import { z } from 'zod';
import { ACTIONS, ATTRIBUTES, OPERATORS, RESOURCES, type Source, USER_FIELDS } from '../authorization';

const scalar = z.union([z.string().max(200), z.number()]);
const subjectAttribute = z.enum(Object.keys(ATTRIBUTES.subject) as [keyof typeof ATTRIBUTES.subject]);

/** What an attribute is compared with: a value, several, or an attribute of the person who acts. */
const comparand = z.union([scalar, z.array(scalar).min(1).max(50), z.strictObject({ subject: subjectAttribute })]);

/** One thing that has to be so. */
export const condition = z
  .strictObject({
    on: z.enum(Object.keys(ATTRIBUTES) as [Source]),
    attribute: z.string(),
    is: z.enum(Object.values(OPERATORS).flat()),
    value: comparand,
  })
  .superRefine(({ on, attribute, is }, context) => {
    const kind = (ATTRIBUTES[on] as Record<string, keyof typeof OPERATORS>)[attribute];
    if (kind === undefined) {
      context.addIssue({ code: 'custom', path: ['attribute'], message: `There is no ${on} attribute “${attribute}”.` });
    } else if (!(OPERATORS[kind] as readonly string[]).includes(is)) {
      context.addIssue({ code: 'custom', path: ['is'], message: `“${attribute}” cannot be compared by “${is}”.` });
    }
  });
export type Condition = z.output<typeof condition>;

/** A rule as it is stored: it holds where all of its conditions do. */
export const policyRule = z.object({
  id: z.string(),
  name: z.string(),
  effect: z.enum(['allow', 'deny']),
  action: z.enum(Object.values(ACTIONS).flat()),
  resource: z.enum(RESOURCES),
  fields: z.array(z.enum(USER_FIELDS)),
  conditions: z.array(condition),
});
export type PolicyRule = z.output<typeof policyRule>;
