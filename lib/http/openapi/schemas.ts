import { z } from 'zod';
import type { JsonSchema } from '@/lib/shared/openapi';
import { listActivityOutput, listAuditOutput } from '@/lib/shared/schemas/audit';
import { condition } from '@/lib/shared/schemas/condition';
import { connectionsOutput } from '@/lib/shared/schemas/connections';
import { listMailsOutput } from '@/lib/shared/schemas/mails';
import { listSessionsOutput } from '@/lib/shared/schemas/own-sessions';
import { personDetailOutput, personOutput } from '@/lib/shared/schemas/people';
import { policyOutput } from '@/lib/shared/schemas/policy';
import { roleOutput } from '@/lib/shared/schemas/roles';
import { messageOutput } from '@/lib/shared/schemas/session';
import { userOutput } from '@/lib/shared/schemas/user';

/** What stands in more than one answer, or is worth a name of its own in a program. */
const NAMED = new Map<z.core.$ZodType, string>([
  [userOutput, 'User'],
  [personOutput, 'Person'],
  [personDetailOutput, 'PersonDetail'],
  [roleOutput, 'Role'],
  [policyOutput, 'Policy'],
  [condition, 'Condition'],
  [messageOutput, 'Message'],
  [listSessionsOutput.shape.results.element, 'Session'],
  [connectionsOutput.shape.results.element, 'Connection'],
  [listActivityOutput.shape.results.element, 'Activity'],
  [listAuditOutput.shape.results.element, 'AuditEntry'],
  [listMailsOutput.shape.results.element, 'Mail'],
]);

const DEFINED = '#/$defs/';
const COMPONENTS = '#/components/schemas/';

/** `User` → how the rest of the document refers to it. */
export const schemaRef = (name: string): JsonSchema => ({ $ref: `${COMPONENTS}${name}` });

/** Zod's own words about a schema, and the name that it has here. `toJSONSchema` asks nothing else of a registry. */
const metadata = {
  get: (schema: z.core.$ZodType) => {
    const id = NAMED.get(schema);
    return { ...z.globalRegistry.get(schema), ...(id !== undefined && { id }) };
  },
} as unknown as typeof z.globalRegistry;

type Direction = 'input' | 'output';

type Definition = { type: string; out?: z.core.$ZodType; defaultValue?: unknown };

/** What a value is once it was read: the rules that come after a first change, such as trimming, are rules as well. */
function rulesBehind({ type, out, defaultValue }: Definition): JsonSchema {
  if (type === 'default') return { default: defaultValue };
  return type === 'pipe' && out && out._zod.def.type !== 'transform' ? convert(out, 'input') : {};
}

const isSafeInteger = (bound: number | undefined) => Math.abs(bound ?? 0) === Number.MAX_SAFE_INTEGER;

/** Takes away what a format, or being an integer, says already. */
function tidy(json: JsonSchema): void {
  if (json.format !== undefined) delete json.pattern;
  if (isSafeInteger(json.minimum)) delete json.minimum;
  if (isSafeInteger(json.maximum)) delete json.maximum;
}

function convert(schema: z.core.$ZodType, io: Direction): JsonSchema & { $defs?: Record<string, JsonSchema> } {
  const { $schema: _, ...json } = z.toJSONSchema(schema, {
    io,
    metadata,
    unrepresentable: 'any',
    override: ({ zodSchema, jsonSchema }) => {
      const rules = io === 'input' ? rulesBehind(zodSchema._zod.def) : {};
      // A choice of ways to write it, where what comes of it is one.
      if (rules.type !== undefined) delete jsonSchema.anyOf;
      Object.assign(jsonSchema, {
        ...rules,
        ...(jsonSchema.description !== undefined && { description: jsonSchema.description }),
      });
      tidy(jsonSchema as JsonSchema);
    },
  });
  return json as JsonSchema;
}

/**
 * A Zod schema as JSON Schema for what is sent (`input`) or answered (`output`), where nothing stands that is not
 * named. What has a name of its own goes to `components`.
 */
export function toJsonSchema(schema: z.ZodType, io: Direction, components: Record<string, JsonSchema>): JsonSchema {
  const text = JSON.stringify(convert(schema, io)).replaceAll(DEFINED, COMPONENTS);
  const { $defs = {}, ...json } = JSON.parse(text) as ReturnType<typeof convert>;
  for (const [name, definition] of Object.entries($defs)) {
    const { id: _, ...rest } = definition as JsonSchema & { id?: string };
    components[name] ??= rest;
  }
  return json;
}
