import { getEnv } from '@/lib/core/env';
import { Problem } from '@/lib/core/problem';
import type { Context } from '@/lib/domain/context';
import { plainAnswer, problemAnswer } from './answer';
import { readBounded } from './body';
import { methodAnswer } from './method-answer';
import { contextOf, METHODS, route, type Method } from './route';

type Handler = (request: Request) => Promise<Response>;

const OFFERED: Method[] = ['GET', 'HEAD', 'POST', 'PUT', 'OPTIONS'];

/** Nothing lives here without Inngest, and that is answered like any other unknown path. */
const unknownPath = route({});

/**
 * The route handlers of what Inngest alone may ask: `export const { GET, HEAD, … } = signedRoute(…)`. `handler` judges
 * the signature and answers 401 without a good one; it is loaded with the first request. Nobody is signed in here and
 * nothing is counted: the signature stands in the place of session, origin and throttle.
 */
export function signedRoute(loadHandler: () => Promise<Handler>): Record<Method, Handler> {
  const handlerOf = (method: Method) => async (request: Request) => {
    if (!getEnv().isInngestOn) return unknownPath[method](request, { params: Promise.resolve({}) });
    const ctx = contextOf(request);
    const answered = await answer(ctx, method, request, loadHandler).catch((error: unknown) =>
      problemAnswer(ctx, null, error),
    );
    return method === 'HEAD' ? new Response(null, answered) : answered;
  };
  return Object.fromEntries(METHODS.map((method) => [method, handlerOf(method)])) as Record<Method, Handler>;
}

async function answer(ctx: Context, method: Method, request: Request, loadHandler: () => Promise<Handler>) {
  const refused = methodAnswer(ctx, method, OFFERED);
  if (refused) return refused;
  assertLooksSigned(request);
  const handle = await loadHandler();
  const answered = await handle(await withReadBody(request));
  if (answered.status === 401) throw new Problem('unauthenticated');
  const said = Object.fromEntries(answered.headers);
  return plainAnswer(ctx, null, { status: answered.status, text: await answered.text(), headers: said });
}

/**
 * Whoever does not even claim to be Inngest is refused before anything is read of them. Its development server signs
 * nothing.
 */
function assertLooksSigned({ headers }: Request): void {
  const isNamed = headers.has('x-inngest-signature') || getEnv().INNGEST_DEV !== undefined;
  if (!isNamed) throw new Problem('unauthenticated');
}

/** The same request with its body in hand, once that is known to be of a bounded size and JSON: the SDK would throw. */
async function withReadBody(request: Request): Promise<Request> {
  const { method, url } = request;
  const headers = new Headers(request.headers);
  // The SDK builds an address with it, and answers one that is none with all of its words.
  headers.set('host', 'localhost');
  if (method === 'GET' || method === 'HEAD') return new Request(url, { headers });
  const body = (await readBounded(request)).toString();
  if (body !== '') assertJson(body);
  return new Request(url, { method, headers, body });
}

function assertJson(text: string): void {
  try {
    JSON.parse(text);
  } catch (cause) {
    throw new Problem('malformed_body', { cause });
  }
}
