import type { JsonSchema, OpenApiDocument, Operation, PathItem, Response } from '@/lib/shared/openapi';
import type { ProblemCode } from '@/lib/shared/problems';
import { headerRef } from './headers';
import { problemResponses } from './problems';
import { tagOf } from './tags';

type Plain = {
  name: string;
  path: string;
  summary: string;
  description: string;
  security?: Operation['security'];
  /** Each with its status: what is not well is told in the same form. */
  answers: readonly { status: number; words: string; type: string; schema: JsonSchema }[];
  problems: readonly ProblemCode[];
};

const object = (properties: Record<string, JsonSchema>): JsonSchema => ({
  type: 'object',
  properties,
  required: Object.keys(properties),
  additionalProperties: false,
});
const oneOf = (...values: string[]): JsonSchema => ({ type: 'string', enum: values });
const text: JsonSchema = { type: 'string' };

const PARTS = ['database', 'migrations', 'redis', 'mail', 'jobs'];
const checks = object(Object.fromEntries(PARTS.map((part) => [part, oneOf('ok', 'failing')])));

const bodyKey = object({
  kty: oneOf('EC'),
  crv: oneOf('P-256'),
  x: text,
  y: text,
  use: oneOf('enc'),
  alg: oneOf('ECDH-ES+A256KW'),
  kid: text,
});

const JSON_TYPE = 'application/json';

/** What is read of the machine itself: no operations, so they stand in no catalogue. */
const MACHINE_ROOM: readonly Plain[] = [
  {
    name: 'getLiveness',
    path: '/api/health/live',
    summary: 'Whether the process answers',
    description: 'Looks at nothing: what restarts an instance must not do so because of its database.',
    answers: [{ status: 200, words: 'It does.', type: JSON_TYPE, schema: object({ status: oneOf('live') }) }],
    problems: [],
  },
  {
    name: 'getReadiness',
    path: '/api/health/ready',
    summary: 'Whether this instance should be sent requests',
    description: 'Names the parts that it stands on, and how each is; never where they are or what they said.',
    answers: [
      {
        status: 200,
        words: 'It should; `degraded` where something is not well that another instance would lack as well.',
        type: JSON_TYPE,
        schema: object({ status: oneOf('ready', 'degraded'), checks }),
      },
      {
        status: 503,
        words: 'It should not.',
        type: JSON_TYPE,
        schema: object({ status: oneOf('unready', 'stopping'), checks }),
      },
    ],
    problems: [],
  },
  {
    name: 'getMetrics',
    path: '/api/metrics',
    summary: 'Counts and durations, as Prometheus reads them',
    description: 'For whoever has `METRICS_TOKEN`; where that is not set, there is no such path.',
    security: [{ metrics: [] }],
    answers: [{ status: 200, words: 'The metrics.', type: 'text/plain', schema: text }],
    problems: ['unauthenticated', 'not_found'],
  },
  {
    name: 'getKeys',
    path: '/.well-known/jwks.json',
    summary: 'The key to encrypt bodies for',
    description: 'A body of `application/jose` is encrypted for this one (RFC 7517).',
    answers: [
      {
        status: 200,
        words: 'One key.',
        type: 'application/jwk-set+json',
        schema: object({ keys: { type: 'array', items: bodyKey, minItems: 1, maxItems: 1 } }),
      },
    ],
    problems: [],
  },
  {
    name: 'getDocument',
    path: '/api/openapi.json',
    summary: 'This description of the API',
    description: 'OpenAPI 3.1, derived from the operations themselves.',
    answers: [
      {
        status: 200,
        words: 'The document.',
        type: JSON_TYPE,
        schema: { type: 'object', required: ['openapi', 'paths'] },
      },
    ],
    problems: [],
  },
];

/** Who scrapes shows a token of the site's own. */
export const METRICS_SCHEME = {
  type: 'http',
  scheme: 'bearer',
  description: 'The `METRICS_TOKEN` of the site, for what scrapes it.',
} as const;

function answerOf({ words, type, schema }: Plain['answers'][number]): Response {
  return { description: words, headers: { 'x-request-id': headerRef('RequestId') }, content: { [type]: { schema } } };
}

function curlOf({ path, security }: Plain, appUrl: string): Operation['x-codeSamples'] {
  const options = security ? `-H "authorization: Bearer $METRICS_TOKEN" ` : '';
  return [{ lang: 'Shell', source: `curl ${options}"${appUrl}${path}"` }];
}

/** The paths of the machine room; what their problems share with others goes to `components`. */
export function machineRoom(appUrl: string, components: OpenApiDocument['components']): Record<string, PathItem> {
  const rows = MACHINE_ROOM.map((row): [string, PathItem] => {
    const { name, path, summary, description, security = [], answers, problems } = row;
    const get: Operation = {
      operationId: name,
      tags: [tagOf(path)],
      summary,
      description,
      security,
      responses: {
        ...Object.fromEntries(answers.map((answer) => [answer.status, answerOf(answer)])),
        ...problemResponses(problems, appUrl, components),
      },
      'x-codeSamples': curlOf(row, appUrl),
    };
    return [path, { get }];
  });
  return Object.fromEntries(rows);
}
