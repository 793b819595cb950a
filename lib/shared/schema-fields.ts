import type { JsonSchema } from './openapi';
import { schemaInWords } from './schema-words';

/** A field under its whole name: `environment.hour`, `results[].id`. */
export type SchemaField = { name: string; isRequired: boolean; words: string };

/** What lies in an object that has no name of its own, or in each of a list of such. */
function inside({ type, properties, items }: JsonSchema): { within: JsonSchema; sign: string } | undefined {
  if (properties) return { within: { properties }, sign: '.' };
  return type === 'array' && items?.properties ? { within: items, sign: '[].' } : undefined;
}

/** Every field of an object, those within others after them. */
export function schemaFields(schema: JsonSchema, prefix = ''): SchemaField[] {
  const { properties = {}, required = [] } = schema;
  return Object.entries(properties).flatMap(([name, field]) => {
    const own = { name: `${prefix}${name}`, isRequired: required.includes(name), words: schemaInWords(field) };
    const inner = inside(field);
    const { required: needed } = field.items ?? field;
    const below = inner ? { ...inner.within, ...(needed && { required: needed }) } : {};
    return [own, ...schemaFields(below, `${own.name}${inner?.sign ?? ''}`)];
  });
}
