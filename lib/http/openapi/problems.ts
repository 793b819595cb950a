import { PROBLEM_CODES, PROBLEMS, type ProblemCode } from '@/lib/shared/problems';
import type { JsonSchema, OpenApiDocument, Reference, Response } from '@/lib/shared/openapi';
import { headerRef } from './headers';
import { SOME_ID } from './samples';
import { schemaRef } from './schemas';

type Components = OpenApiDocument['components'];

/** RFC 9457, with members of ours. */
export const PROBLEM_SCHEMA: JsonSchema = {
  type: 'object',
  description: 'Why something was refused (RFC 9457).',
  properties: {
    type: {
      type: 'string',
      format: 'uri',
      pattern: '/docs/problems/[a-z_]+$',
      description: 'Where the problem is explained.',
    },
    title: { type: 'string', description: 'What happened, in one line.' },
    status: { type: 'integer', minimum: 400, maximum: 599, description: 'The status of the answer.' },
    detail: { type: 'string', description: 'What to do about it, for people.' },
    code: { type: 'string', enum: [...PROBLEM_CODES], description: 'What to go by: it never changes its meaning.' },
    request_id: { type: 'string', format: 'uuid', description: 'What to quote: it stands in the log of the site.' },
    fields: {
      type: 'object',
      description: 'Messages by the field that they are about; `_` is the whole.',
      additionalProperties: { type: 'array', items: { type: 'string' }, minItems: 1 },
    },
    retry_after_seconds: { type: 'integer', minimum: 0, description: 'How long to wait; the same as `Retry-After`.' },
  },
  required: ['type', 'title', 'status', 'detail', 'code', 'request_id'],
  additionalProperties: false,
};

/** The headers that come with a refusal of this status, besides what every answer has. */
function headersOf(status: number): Record<string, Reference> {
  return {
    'x-request-id': headerRef('RequestId'),
    ...(status === 401 && { 'www-authenticate': headerRef('WwwAuthenticate') }),
    ...((status === 429 || status === 503) && { 'retry-after': headerRef('RetryAfter') }),
  };
}

/** The address of a problem's explanation. */
const explanationOf = (code: ProblemCode, appUrl: string) => `${appUrl}/docs/problems/${code}`;

/** The answer of this status, which any of `codes` may be in. */
function problemResponse(status: number, codes: readonly ProblemCode[], appUrl: string): Response {
  const lines = codes.map((code) => `- [\`${code}\`](${explanationOf(code, appUrl)}): ${PROBLEMS[code].title}.`);
  const examples = codes.map((code) => [code, { $ref: `#/components/examples/${code}` }] as const);
  return {
    description: lines.join('\n'),
    headers: headersOf(status),
    content: {
      'application/problem+json': {
        schema: {
          allOf: [
            schemaRef('Problem'),
            { type: 'object', properties: { status: { const: status }, code: { enum: [...codes] } } },
          ],
        },
        examples: Object.fromEntries(examples),
      },
    },
  };
}

/**
 * The answers of an operation that may end in `codes`, by status. Those that several operations have in common are one
 * component, named after its codes.
 */
export function problemResponses(
  codes: readonly ProblemCode[],
  appUrl: string,
  { responses }: Pick<Components, 'responses'>,
): Record<string, Reference> {
  const statuses = [...new Set(codes.map((code) => PROBLEMS[code].status))].toSorted((a, b) => a - b);
  return Object.fromEntries(
    statuses.map((status) => {
      const together = codes.filter((code) => PROBLEMS[code].status === status);
      const name = together.join('.');
      responses[name] ??= problemResponse(status, together, appUrl);
      return [String(status), { $ref: `#/components/responses/${name}` }];
    }),
  );
}

/** What a problem document looks like, one for each code. */
export function problemExamples(appUrl: string): Components['examples'] {
  const rows = PROBLEM_CODES.map((code) => {
    const { title, status, detail } = PROBLEMS[code];
    const value = { type: explanationOf(code, appUrl), title, status, detail, code, request_id: SOME_ID };
    return [code, { summary: title, value }];
  });
  return Object.fromEntries(rows) as Components['examples'];
}
