import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import type { JsonSchema, OpenApiDocument, Operation, Reference, Response as Documented } from '@/lib/shared/openapi';
import { PROBLEMS, type ProblemCode } from '@/lib/shared/problems';
import type { Answered } from './answer-watch';
import { addressed } from './api-places';

/** Which documented answer this was: `login 200`, `login invalid_credentials`. Null where nothing is documented. */
export type Verdict = { kind: string | null; problems: string[] };

/** What a path that is not listed, or another method of one that is, may answer with: it is counted like any other. */
const UNLISTED: readonly ProblemCode[] = ['not_found', 'method_not_allowed', 'rate_limited', 'service_unavailable'];

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];
const PROBLEM_TYPE = 'application/problem+json';
const UNLISTED_SCHEMA: JsonSchema = {
  allOf: [{ $ref: '#/components/schemas/Problem' }, { type: 'object', properties: { code: { enum: [...UNLISTED] } } }],
};
const COMPONENTS = '#/components/schemas/';

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function codeIn(body: unknown): string | undefined {
  return (body as { code?: string } | undefined)?.code;
}

/** A schema of the document, with the components that it is made of in reach. */
function createBodyCheck({ components }: OpenApiDocument) {
  const ajv = new Ajv2020({ allErrors: true, allowUnionTypes: true });
  addFormats(ajv);
  const ours = (schema: JsonSchema) =>
    JSON.parse(JSON.stringify(schema).replaceAll(COMPONENTS, 'components#/$defs/')) as JsonSchema;
  ajv.addSchema({ $id: 'components', $defs: ours(components.schemas) });
  const compiled = new Map<JsonSchema, ReturnType<typeof ajv.compile>>();
  return (schema: JsonSchema, body: unknown): string[] => {
    const validate = compiled.get(schema) ?? ajv.compile(ours(schema));
    compiled.set(schema, validate);
    if (validate(body)) return [];
    return (validate.errors ?? []).map(({ instancePath, message, params }) =>
      ['its body', instancePath, message, JSON.stringify(params)].filter((part) => part !== '').join(' '),
    );
  };
}

type Component = Record<string, Record<string, unknown>>;

/** What a part of the document is, or what it refers to. */
function resolved<Part extends object>({ components }: OpenApiDocument, part: Part | Reference): Part {
  if (!('$ref' in part)) return part;
  const [, , kind = '', name = ''] = part.$ref.split('/');
  const found = (components as unknown as Component)[kind]?.[name];
  if (found === undefined) throw new Error(`the document has no ${part.$ref}`);
  return found as Part;
}

/** Everything that the document says may be answered, each once: `login 200`, `login invalid_credentials`. */
export function documentedAnswers(document: OpenApiDocument): string[] {
  const operations = Object.values(document.paths).flatMap((item) => Object.values(item));
  return operations.flatMap(({ operationId, responses }) =>
    Object.entries(responses).flatMap(([status, response]) => {
      const { [PROBLEM_TYPE]: problem } = resolved<Documented>(document, response).content ?? {};
      const outcomes = problem ? Object.keys(problem.examples ?? {}) : [status];
      return outcomes.map((outcome) => `${operationId} ${outcome}`);
    }),
  );
}

/**
 * Holds answers to what a document says of them. Bodies are judged by its schemas, each compiled when it is first
 * wanted.
 */
export function createAnswerCheck(document: OpenApiDocument) {
  const bodyProblems = createBodyCheck(document);
  const placeOf = addressed(document);

  function headerProblems({ headers: wanted = {} }: Documented, { headers }: Answered): string[] {
    const required = Object.entries(wanted).filter(([, header]) => resolved(document, header).required === true);
    return required.filter(([name]) => !headers.has(name)).map(([name]) => `it has no ${name}`);
  }

  function contentProblems({ content = {} }: Documented, { method, headers, text }: Answered): string[] {
    const type = headers.get('content-type')?.split(';')[0] ?? '';
    const media = content[type];
    if (!media) return [`its type is ${type || 'missing'}`];
    if (method === 'HEAD' || !type.endsWith('json')) return [];
    return bodyProblems(media.schema ?? {}, parsed(text));
  }

  function judge({ operationId, responses }: Operation, answered: Answered): Verdict {
    const { status, headers, method, text } = answered;
    const documented = responses[status];
    if (!documented) return { kind: null, problems: [`${status} is not documented`] };
    const response = resolved<Documented>(document, documented);
    const outcome = headers.get('content-type') === PROBLEM_TYPE ? codeIn(parsed(text)) : status;
    return {
      // Of a head, nobody knows what it is the head of.
      kind: method === 'HEAD' ? null : `${operationId} ${outcome}`,
      problems: [...contentProblems(response, answered), ...headerProblems(response, answered)],
    };
  }

  /** Nothing lives there: a problem says so, and OPTIONS which methods there are. */
  function unlistedProblems({ method, status, headers, text }: Answered): string[] {
    // A method that HTTP does not know is refused before anybody looks at the path.
    if (!METHODS.includes(method) || (method === 'OPTIONS' && status === 204 && headers.has('allow'))) return [];
    const isKnown = UNLISTED.some((code) => PROBLEMS[code].status === status);
    if (!isKnown) return [`${status} is not documented where nothing is`];
    return method === 'HEAD' ? [] : bodyProblems(UNLISTED_SCHEMA, parsed(text));
  }

  return (answered: Answered): Verdict => {
    const place = placeOf(answered.method, answered.url);
    if (place === 'none of ours') return { kind: null, problems: [] };
    const operation = place === 'unlisted' ? undefined : document.paths[place.path]?.[place.method];
    return operation ? judge(operation, answered) : { kind: null, problems: unlistedProblems(answered) };
  };
}
