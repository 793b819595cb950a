import type { Context } from '@/lib/domain/context';
import { plainAnswer, problemAnswer, type Plain } from './answer';
import { methodAnswer } from './method-answer';
import { contextOf, METHODS, type Method } from './route';

type Read = (ctx: Context, request: Request) => Plain | Promise<Plain>;
type Handlers = Record<Method, (request: Request) => Promise<Response>>;

const OFFERED: Method[] = ['GET', 'HEAD', 'OPTIONS'];

/**
 * The route handlers of what is only read and is no operation: `export const { GET, HEAD, … } = plainRoute(…)`. It asks
 * for nobody and counts nothing, so that it answers however busy its caller is; what `read` throws is answered as a
 * problem.
 */
export function plainRoute(read: Read): Handlers {
  const handlerOf = (method: Method) => async (request: Request) => {
    const response = await respond(read, method, request);
    return method === 'HEAD' ? new Response(null, response) : response;
  };
  return Object.fromEntries(METHODS.map((method) => [method, handlerOf(method)])) as Handlers;
}

async function respond(read: Read, method: Method, request: Request): Promise<Response> {
  const ctx = contextOf(request);
  const answered = methodAnswer(ctx, method, OFFERED);
  if (answered) return answered;
  try {
    return plainAnswer(ctx, null, await read(ctx, request));
  } catch (error) {
    return problemAnswer(ctx, null, error);
  }
}
