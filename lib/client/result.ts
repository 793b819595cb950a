import type { ProblemCode, ProblemDocument } from '@/lib/shared/problems';
import type { AvatarOutput } from '@/lib/shared/schemas/avatar';

/**
 * What can go wrong on the way, besides everything the server says: no answer at all, one that is not Gatehouse's, or
 * nothing to encrypt with.
 */
const ON_THE_WAY = {
  unreachable: {
    title: 'The server could not be reached',
    detail: 'Check the connection and try again.',
  },
  unreadable_answer: {
    title: 'The answer could not be read',
    detail: 'Something between here and the server answered in its place. Please try again in a moment.',
  },
  no_key: {
    title: 'The server offers no key to encrypt for',
    detail: 'What was to be sent is sent encrypted or not at all. Whoever runs the server has to mend this.',
  },
  cannot_encrypt: {
    title: 'This page cannot encrypt',
    detail: 'Browsers can only do it under https and on localhost. Open the page there, and try again.',
  },
} as const;

/**
 * Why a call did not succeed. `code` says what to do about it, `title` and `detail` are words for people, `fields` holds
 * the messages by field. `status` is 0 where no answer came.
 */
export type ClientProblem = Omit<ProblemDocument, 'code'> & { code: ProblemCode | keyof typeof ON_THE_WAY };

/** Never thrown: `if (!answer.ok)` is all there is to it, and the compiler asks for it. */
export type Result<Data> = { ok: true; data: Data } | { ok: false; problem: ClientProblem };

/** That of an operation, or of the set of keys (RFC 7517 §8.5.2). */
const JSON_TYPE = /^application\/(jwk-set\+)?json\b/;

/** A failure that happened on the way. */
export function lostOnTheWay(code: keyof typeof ON_THE_WAY, status = 0): { ok: false; problem: ClientProblem } {
  return { ok: false, problem: { type: 'about:blank', status, request_id: '', code, ...ON_THE_WAY[code] } };
}

type Content = { wanted: RegExp; read: (response: Response) => Promise<unknown> };

/** What an operation may answer, and how it is read. */
const CONTENTS: Record<'json' | 'image', Content> = {
  json: { wanted: JSON_TYPE, read: (response) => response.json() },
  image: { wanted: /^image\/webp$/, read: readImage },
};

/** What an answer of the server says; null is none. */
export async function readResult<Data>(response: Response | null, gives?: 'image'): Promise<Result<Data>> {
  if (!response) return lostOnTheWay('unreachable');
  const type = response.headers.get('content-type') ?? '';
  const isProblem = type.startsWith('application/problem+json');
  const { wanted, read } = CONTENTS[(!isProblem && gives) || 'json'];
  if (!isProblem && !(response.ok && wanted.test(type))) {
    return lostOnTheWay('unreadable_answer', response.status);
  }
  try {
    const body = await read(response);
    return isProblem ? { ok: false, problem: body as ClientProblem } : { ok: true, data: body as Data };
  } catch {
    return lostOnTheWay('unreadable_answer', response.status);
  }
}

/** The picture of an answer, as `readAvatar` has it. */
async function readImage(response: Response): Promise<AvatarOutput> {
  return { image: new Uint8Array(await response.arrayBuffer()) };
}
