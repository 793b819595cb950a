import { describe, expect, it } from 'vitest';
import type { JsonSchema } from '@/lib/shared/openapi';
import { schemaFields } from '@/lib/shared/schema-fields';
import { schemaInWords } from '@/lib/shared/schema-words';

describe('a schema in words', () => {
  it.each<[JsonSchema, string]>([
    [{ type: 'string' }, 'A text.'],
    [{ type: 'string', minLength: 1, maxLength: 80 }, 'A text, 1 to 80 characters.'],
    [{ type: 'string', minLength: 8 }, 'A text, at least 8 characters.'],
    [{ type: 'string', pattern: '^[0-9]{6}$' }, 'A text that matches `^[0-9]{6}$`.'],
    [{ type: 'string', format: 'email', maxLength: 254 }, 'An e-mail address, at most 254 characters.'],
    [{ type: ['string', 'null'] }, 'A text or `null`.'],
    [{ anyOf: [{ type: 'string', format: 'date-time' }, { type: 'null' }] }, 'A time (ISO 8601) or `null`.'],
    [{ type: 'string', enum: ['allow', 'deny'] }, 'One of `"allow"` or `"deny"`.'],
    [{ type: 'string', enum: ['live'] }, '`"live"`.'],
    [{ type: 'integer', minimum: 1, maximum: 999 }, 'A whole number, 1 to 999.'],
    [{ type: 'boolean', default: true }, '`true` or `false`; `true` unless said otherwise.'],
    [{ type: 'array', items: { type: 'string' }, maxItems: 20 }, 'A list, each a text, at most 20 of them.'],
    [{ type: 'object', additionalProperties: { type: 'integer' } }, 'An object with any names, each a whole number.'],
    [{ $ref: '#/components/schemas/User' }, '[User](/docs/api/shapes#User).'],
    [{}, 'Any value.'],
    [{ type: 'string', description: 'For people.' }, 'For people.'],
    [{ type: 'boolean', description: 'Whether it is.' }, 'Whether it is. `true` or `false`.'],
    [{ description: 'The bytes of a picture.' }, 'The bytes of a picture.'],
  ])('%j: %s', (schema, words) => {
    expect(schemaInWords(schema)).toBe(words);
  });
});

describe('the fields of a schema', () => {
  it('are listed with those within them, under whole names', () => {
    const inner: JsonSchema = { type: 'object', properties: { id: { type: 'string' } }, required: ['id'] };
    const schema: JsonSchema = {
      type: 'object',
      properties: { resource: inner, trace: { type: 'array', items: inner }, next: { type: 'string' } },
      required: ['resource', 'trace'],
    };
    expect(schemaFields(schema).map(({ name, isRequired }) => [name, isRequired])).toEqual([
      ['resource', true],
      ['resource.id', true],
      ['trace', true],
      ['trace[].id', true],
      ['next', false],
    ]);
  });
});
