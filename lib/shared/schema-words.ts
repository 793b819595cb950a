import { capital } from './capital';
import type { JsonSchema } from './openapi';

const FORMATS: Record<string, string> = {
  uuid: 'an id (UUID)',
  'date-time': 'a time (ISO 8601)',
  email: 'an e-mail address',
  uri: 'an address (URL)',
  ipv4: 'an IPv4 address',
  ipv6: 'an IPv6 address',
};

const ANYTHING = 'any value';
const TEXT = 'a text';

const code = (value: unknown) => `\`${JSON.stringify(value)}\``;

/** The name that a reference ends with: `#/components/schemas/User` → `User`. */
export const nameIn = (reference: string) => reference.split('/').at(-1) ?? '';

/** “a, b or c”. */
export function eitherOf(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}

function bounds(least: number | undefined, most: number | undefined, of: string): string {
  if (least !== undefined && most !== undefined) return `, ${least} to ${most}${of}`;
  if (most !== undefined) return `, at most ${most}${of}`;
  return least === undefined ? '' : `, at least ${least}${of}`;
}

function textInWords({ format, pattern, minLength, maxLength }: JsonSchema): string {
  const what = FORMATS[format ?? ''] ?? TEXT;
  const matching = pattern === undefined ? '' : ` that matches \`${pattern}\``;
  return `${what}${matching}${bounds(minLength, maxLength, ' characters')}`;
}

function listInWords({ items = {}, minItems, maxItems }: JsonSchema): string {
  return `a list, each ${typeInWords(items)}${bounds(minItems, maxItems, ' of them')}`;
}

function objectInWords({ properties, additionalProperties }: JsonSchema): string {
  if (properties || typeof additionalProperties !== 'object') return 'an object';
  return `an object with any names, each ${typeInWords(additionalProperties)}`;
}

const TYPES: Record<string, (schema: JsonSchema) => string> = {
  string: textInWords,
  integer: ({ minimum, maximum }) => `a whole number${bounds(minimum, maximum, '')}`,
  number: ({ minimum, maximum }) => `a number${bounds(minimum, maximum, '')}`,
  boolean: () => '`true` or `false`',
  null: () => '`null`',
  array: listInWords,
  object: objectInWords,
};

/** What a value may be, in words that go on after “is”: “a text, 1 to 80 characters”. Names of shapes link to them. */
function typeInWords(schema: JsonSchema): string {
  if (schema.$ref !== undefined) return `[${nameIn(schema.$ref)}](/docs/api/shapes#${nameIn(schema.$ref)})`;
  if (schema.enum) return `${schema.enum.length > 1 ? 'one of ' : ''}${eitherOf(schema.enum.map(code))}`;
  if (schema.anyOf) return eitherOf(schema.anyOf.map(typeInWords));
  const types = [schema.type ?? []].flat();
  return types.length === 0 ? ANYTHING : eitherOf(types.map((type) => TYPES[type]?.(schema) ?? type));
}

/** One line on what a field takes or holds: its description, if it has one, and its rules. */
export function schemaInWords(schema: JsonSchema): string {
  const { description } = schema;
  const rules = typeInWords(schema);
  // There is nothing in them that the description does not imply.
  if (description !== undefined && (rules === ANYTHING || rules === TEXT)) return description;
  const unless = schema.default === undefined ? '' : `; ${code(schema.default)} unless said otherwise`;
  const sentence = `${capital(rules)}${unless}.`;
  return description === undefined ? sentence : `${description} ${sentence}`;
}
