import { problemsOf, type CatalogueRow } from '@/lib/http/catalogue';
import { PROBLEMS, type ProblemCode } from '@/lib/shared/problems';
import type { Answer } from '../harness/client';
import { fieldsOf, parametersOf, type HostileCase } from './cases';
import { MARK } from './values';

/** An answer takes longer than this, each time, where a pattern or a parser goes wild. In milliseconds. */
export const SLOW_MS = 10_000;

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** What would tell of our insides: frames and files, the database and its words, the parsers' and libraries' own. */
const INSIDES = new RegExp(
  [
    String.raw`\bat \S+ \(|:\d+:\d+|node_modules|node:|\.[cm]?[jt]sx?\b|webpack|/(?:app|lib|home|tmp|usr)/`,
    String.raw`prisma|postgres|pg_|\bredis\b|ECONN|\bSELECT\b|\bINSERT\b|\bUPDATE\b|\bWHERE\b|relation "`,
    String.raw`\w+Error\b|exception|unexpected token|is not (?:a function|defined|valid JSON)|undefined`,
    String.raw`invalid input|\bzod\b|expected \w+, received|invalid_type|invalid_string`,
  ].join('|'),
  'i',
);

type Check<Subject> = readonly [fault: string, isKept: (subject: Subject) => boolean];

const NOBODYS_PAGE = ["default-src 'none'", "frame-ancestors 'none'", 'sandbox'];

function isNobodysPage({ headers }: Answer): boolean {
  const policy = headers.get('content-security-policy') ?? '';
  const isForUsAlone = headers.get('cross-origin-resource-policy') === 'same-origin';
  return isForUsAlone && NOBODYS_PAGE.every((part) => policy.includes(part));
}

/** An object of JSON that is never sniffed is markup to nobody, whatever its texts hold. */
function isJsonObject({ status, headers, text }: Answer): boolean {
  if (status === 204) return text === '';
  const type = status >= 400 ? 'application/problem+json' : 'application/json';
  return headers.get('content-type') === type && text.startsWith('{');
}

/** What every answer is held to, whatever was asked. */
const COMMON: readonly Check<Answer>[] = [
  ['is a failure of ours', ({ status }) => status < 500],
  ['has no request id of ours', ({ headers }) => UUID.test(headers.get('x-request-id') ?? '')],
  ['may be cached', ({ headers }) => headers.get('cache-control') === 'private, no-store'],
  ['may be sniffed', ({ headers }) => headers.get('x-content-type-options') === 'nosniff'],
  ['is no JSON object of the right type', isJsonObject],
  ['may be shown as a page, framed or embedded', isNobodysPage],
  ['invites other sites', ({ headers }) => !headers.has('access-control-allow-origin')],
  ['repeats the input in a header', ({ headers }) => ![...headers].some(([, value]) => value.includes(MARK))],
  ['has markup in a header', ({ headers }) => ![...headers].some(([, value]) => value.includes('<'))],
  ['sends elsewhere', ({ status }) => status < 300 || status >= 400],
];

type Refusal = { row: CatalogueRow; hostile: unknown; answer: Answer; code: ProblemCode };

/** The names of fields are the schema's own; those of the input are not repeated. */
function namesKnownFields({ row, answer }: Refusal): boolean {
  const known = [...fieldsOf(row), ...parametersOf(row.path), '_'];
  return Object.keys(answer.body['fields'] ?? {}).every((name) => known.includes(name));
}

/** How a text would look in a document that repeats it; short ones may stand there by chance. */
function isEchoed({ hostile, answer }: Refusal): boolean {
  if (typeof hostile !== 'string' || hostile.trim().length < 8) return false;
  return answer.text.includes(JSON.stringify(hostile).slice(1, -1));
}

/** A time as an example has it, which looks like a place in a file. */
const TIMES = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/g;

/** What the document says, without what is not words: the address of the site, the id, and times. */
function wordsOf({ type: _type, request_id: _id, ...words }: Record<string, unknown>): string {
  return JSON.stringify(words).replaceAll(TIMES, '');
}

/** What a refusal is held to besides: one of the documented problems, in our own words, and nothing of the input. */
const REFUSED: readonly Check<Refusal>[] = [
  ['is another status than its code', ({ answer, code }) => PROBLEMS[code]?.status === answer.status],
  ['contradicts its own status', ({ answer }) => answer.body['status'] === answer.status],
  ['is a problem that the operation does not document', ({ row, code }) => problemsOf(row).includes(code)],
  ['comes from the throttle, which was wide open', ({ code }) => code !== 'rate_limited'],
  ['names another request', ({ answer: { body, headers } }) => body['request_id'] === headers.get('x-request-id')],
  ['names a field that there is not', namesKnownFields],
  ['repeats the input', (refusal) => !isEchoed(refusal) && !refusal.answer.text.includes(MARK)],
  ['has markup in it', ({ answer }) => !/[<>]/.test(answer.text)],
  ['tells of our insides', ({ answer }) => !INSIDES.test(wordsOf(answer.body))],
];

/** Everything that is wrong with an answer to something hostile, each as half a sentence. */
export function faultsOf(row: CatalogueRow, { hostile }: HostileCase, answer: Answer, ms: number): string[] {
  const refusal = { row, hostile, answer, code: answer.body['code'] as ProblemCode };
  return [
    ...(ms > SLOW_MS ? [`took ${Math.round(ms)} ms`] : []),
    ...COMMON.filter(([, isKept]) => !isKept(answer)).map(([fault]) => fault),
    ...(answer.status < 400 ? [] : REFUSED.filter(([, isKept]) => !isKept(refusal)).map(([fault]) => fault)),
  ];
}
