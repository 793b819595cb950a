import { z } from 'zod';
import {
  type Attribute,
  attributesOn,
  LIST_OPERATORS,
  LOWEST_LEVEL,
  OPERATORS,
  type Operator,
  PERMISSION_NAMES,
  type Resource,
  SOURCES,
  USER_STATUSES,
} from '../authorization';
import { roleName } from './roles';

const MAX_VALUES = 50;

const scalar = z.union([z.string().max(100), z.number()]);

/** What an attribute is compared with: a value, several, or an attribute of the person who acts. */
const comparand = z
  .union([scalar, z.array(scalar).min(1).max(MAX_VALUES), z.strictObject({ subject: z.string() })], {
    error: `Compare with a value, a list of up to ${MAX_VALUES}, or {"subject": "…"}.`,
  })
  .describe('A value, several, or the name of an attribute of who acts.');

/** One thing that has to be so. Whether it makes sense depends on what the rule is about: {@link conditionTrouble}. */
export const condition = z.strictObject(
  {
    on: z
      .enum(SOURCES, { error: 'Ask about the subject, the resource or the environment.' })
      .describe('Whose attribute: of who acts, of what is acted upon, or of the circumstances.'),
    attribute: z.string({ error: 'Name an attribute.' }).max(40),
    is: z.enum([...new Set(Object.values(OPERATORS).flat())], { error: 'There is no such comparison.' }),
    value: comparand,
  },
  { error: 'Write a condition: {"on", "attribute", "is", "value"}.' },
);
export type Condition = z.output<typeof condition>;

function whole(from: number, to: number) {
  const words = `a whole number from ${from} to ${to}`;
  return {
    schema: z
      .int({ error: `Give ${words}.` })
      .min(from, `Give ${words}.`)
      .max(to, `Give ${words}.`),
    words,
  };
}

/** What values stand for, and how they are written: exactly as the database writes them, so that both compare alike. */
export const VALUES = {
  person: { schema: z.uuid().regex(/^[^A-Z]*$/), words: 'the id of a person, in lower case' },
  role: { schema: z.string().refine((name) => roleName.safeParse(name).data === name), words: 'the name of a role' },
  permission: { schema: z.enum(PERMISSION_NAMES), words: 'a permission' },
  status: { schema: z.enum(USER_STATUSES), words: USER_STATUSES.join(', ') },
  address: {
    schema: z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()]),
    words: 'an address or a network, such as 192.0.2.0/24',
  },
  level: whole(1, LOWEST_LEVEL),
  hour: whole(0, 23),
  weekday: whole(0, 6),
  seconds: whole(0, 31_536_000),
} as const satisfies Record<Attribute['of'], { schema: z.ZodType; words: string }>;

/** What is wrong, and where in the input. */
export type Trouble = { path: (string | number)[]; message: string };

function isMany({ kind }: Attribute): boolean {
  return kind === 'list' || kind === 'chain';
}

function subjectTrouble(attribute: Attribute, is: Operator, name: string): string | undefined {
  const subject = attributesOn('subject', 'user');
  const other = Object.hasOwn(subject, name) ? subject[name] : undefined;
  if (!other) return `There is no subject attribute “${name}”.`;
  const isLike = other.of === attribute.of && isMany(other) === LIST_OPERATORS.includes(is);
  return isLike ? undefined : `It cannot be compared by “${is}” with the subject's ${name}.`;
}

function valueTrouble(attribute: Attribute, is: Operator, value: z.output<typeof comparand>): string | undefined {
  if (typeof value === 'object' && 'subject' in value) return subjectTrouble(attribute, is, value.subject);
  if (Array.isArray(value) !== LIST_OPERATORS.includes(is)) {
    return Array.isArray(value) ? `“${is}” compares with one value.` : `“${is}” compares with a list of values.`;
  }
  const { schema, words } = VALUES[attribute.of];
  const isGood = [value].flat().every((one) => schema.safeParse(one).success);
  return isGood ? undefined : `Give ${words}.`;
}

/** Why a condition of a rule about `resource` could not be judged. */
export function conditionTrouble(one: Condition, action: string, resource: Resource): Trouble | undefined {
  const { on, attribute: name, is, value } = one;
  if (on === 'resource' && action === 'create') {
    return { path: ['on'], message: 'There is nothing to ask about the resource before it is there.' };
  }
  const attributes = attributesOn(on, resource);
  const attribute = Object.hasOwn(attributes, name) ? attributes[name] : undefined;
  if (!attribute) {
    const known = Object.keys(attributes).join(', ') || 'none';
    const what = on === 'resource' ? resource : on;
    return { path: ['attribute'], message: `There is no ${what} attribute “${name}”; there are: ${known}.` };
  }
  if (!(OPERATORS[attribute.kind] as readonly string[]).includes(is)) {
    return { path: ['is'], message: `“${name}” is compared by: ${OPERATORS[attribute.kind].join(', ')}.` };
  }
  const message = valueTrouble(attribute, is, value);
  return message === undefined ? undefined : { path: ['value'], message };
}
