import { capital } from '@/lib/shared/capital';
import { AVATAR_MAX_BYTES, AVATAR_TYPES } from '@/lib/shared/schemas/avatar';
import type { JsonSchema, OpenApiDocument, Operation, Parameter, RequestBody, Response } from '@/lib/shared/openapi';
import { type Listed, problemsOf } from '../catalogue';
import { cookiesLeft, securityOf } from './cookies';
import { headerRef } from './headers';
import { problemResponses } from './problems';
import { curlOf, sampleBody } from './samples';
import { schemaRef, toJsonSchema } from './schemas';
import { tagOf } from './tags';
import { descriptionOf } from './words';

type Components = OpenApiDocument['components'];

const isInPath = ({ path }: Listed, field: string) => path.includes(`{${field}}`);

function parametersOf(row: Listed, { properties = {}, required = [] }: JsonSchema): Parameter[] {
  const listed = Object.entries(properties).filter(([name]) => row.method === 'GET' || isInPath(row, name));
  return listed.map(([name, { description, ...schema }]) => ({
    name,
    in: isInPath(row, name) ? 'path' : 'query',
    required: isInPath(row, name) || required.includes(name),
    ...(description !== undefined && { description }),
    schema,
  }));
}

/** What is sent as JSON: everything that does not stand in the path. Undefined where there is nothing to send. */
function bodySchema(row: Listed, input: JsonSchema): JsonSchema | undefined {
  if (row.method === 'GET' || row.useCase.takes === 'image') return undefined;
  const isSent = (name: string) => !isInPath(row, name);
  const properties = Object.entries(input.properties ?? {}).filter(([name]) => isSent(name));
  if (properties.length === 0) return undefined;
  const required = (input.required ?? []).filter(isSent);
  return { type: 'object', properties: Object.fromEntries(properties), ...(required.length > 0 && { required }) };
}

/** The bytes of a picture, in any of the kinds that it may claim to be. */
function imageBody(): RequestBody {
  const schema = { description: `The bytes of a picture, at most ${AVATAR_MAX_BYTES / 1024 / 1024} MiB.` };
  const types = [...AVATAR_TYPES, 'application/octet-stream'];
  return { required: true, content: Object.fromEntries(types.map((type) => [type, { schema }])) };
}

const ENCRYPTED: JsonSchema = {
  type: 'string',
  description:
    'The same JSON as a compact JWE (`ECDH-ES+A256KW`, `A256GCM`) for the key at `/.well-known/jwks.json`, ' +
    'with `kid` and the time of sealing as `iat` in its protected header.',
};

function jsonBody(name: string, example: object): RequestBody {
  return {
    required: true,
    content: {
      'application/json': { schema: schemaRef(name), example },
      'application/jose': { schema: ENCRYPTED },
    },
  };
}

function answerSchema(row: Listed, schemas: Components['schemas']): JsonSchema {
  const json = toJsonSchema(row.useCase.output, 'output', schemas);
  if (json.$ref !== undefined) return json;
  const name = `${capital(row.name)}Answer`;
  schemas[name] = json;
  return schemaRef(name);
}

function successOf(row: Listed, schemas: Components['schemas']): Response {
  const cookies = cookiesLeft(row);
  const headers = {
    'x-request-id': headerRef('RequestId'),
    'ratelimit-policy': headerRef('RateLimitPolicy'),
    ratelimit: headerRef('RateLimit'),
    ...(cookies?.isAlways && { 'set-cookie': headerRef('SetCookie') }),
  };
  if (row.useCase.gives === 'image') {
    return {
      description: 'The picture.',
      headers,
      content: { 'image/webp': { schema: { description: 'Its bytes.' } } },
    };
  }
  const content = { 'application/json': { schema: answerSchema(row, schemas) } };
  return { description: 'It went well.', headers, content };
}

/** An operation as the document has it; what it shares with others goes to `components`. */
export function operationOf(row: Listed, appUrl: string, components: Components): Operation {
  const { useCase, name } = row;
  const input = toJsonSchema(useCase.input, 'input', components.schemas);
  const parameters = parametersOf(row, useCase.takes === 'image' ? {} : input);
  const schema = bodySchema(row, input);
  const body = schema && sampleBody(row, schema);
  const bodyName = `${capital(name)}Body`;
  if (schema) components.schemas[bodyName] = schema;
  return {
    operationId: name,
    tags: [tagOf(row.path)],
    summary: useCase.summary,
    description: descriptionOf(row),
    security: securityOf(row),
    ...(parameters.length > 0 && { parameters }),
    ...(useCase.takes === 'image' && { requestBody: imageBody() }),
    ...(body && { requestBody: jsonBody(bodyName, body) }),
    responses: {
      [useCase.status ?? 200]: successOf(row, components.schemas),
      ...problemResponses(problemsOf(row), appUrl, components),
    },
    'x-codeSamples': curlOf(row, { appUrl, body }),
  };
}
