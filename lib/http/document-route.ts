import { Problem } from '@/lib/core/problem';
import { plainAnswer, problemAnswer } from './answer';
import { contextOf, METHODS, type Method } from './route';

type Document = {
  /** The media type of what `read` answers. */
  type: string;
  /** How long anybody may keep it, in seconds. */
  maxAgeSeconds: number;
  read: () => object;
};

const OFFERED: Method[] = ['GET', 'HEAD', 'OPTIONS'];

/**
 * The route handlers of a document that is the same for everybody: `export const { GET, HEAD, … } = documentRoute({…})`.
 * It asks for nobody, counts nothing and sets nothing, so that any cache may answer in its place.
 */
export function documentRoute(document: Document): Record<Method, (request: Request) => Response> {
  const handlerOf = (method: Method) => (request: Request) => answer(document, method, request);
  return Object.fromEntries(METHODS.map((method) => [method, handlerOf(method)])) as ReturnType<typeof documentRoute>;
}

function answer({ type, maxAgeSeconds, read }: Document, method: Method, request: Request): Response {
  const ctx = contextOf(request);
  const allow = OFFERED.join(', ');
  if (method === 'OPTIONS') return plainAnswer(ctx, null, { status: 204, headers: { allow } });
  if (!OFFERED.includes(method)) {
    const refused = problemAnswer(ctx, null, new Problem('method_not_allowed'));
    refused.headers.set('allow', allow);
    return refused;
  }
  const headers = { 'content-type': type, 'cache-control': `public, max-age=${maxAgeSeconds}` };
  const text = method === 'HEAD' ? null : JSON.stringify(read());
  return plainAnswer(ctx, null, { status: 200, text, headers });
}
