import { Problem } from '@/lib/core/problem';
import type { Context } from '@/lib/domain/context';
import { recordDenial } from '@/lib/domain/denials';
import { execute } from '@/lib/domain/execute';
import type { UseCase } from '@/lib/domain/use-case';
import type { Quota, Throttled } from '@/lib/domain/throttle';
import type { AvatarOutput } from '@/lib/shared/schemas/avatar';
import { admit, lookAgain } from './admit';
import { completeAnswer, jsonAnswer, plainAnswer, problemAnswer } from './answer';
import { readImage, readJsonObject } from './body';
import { cookieReader, incomingTokens } from './cookies';
import { imageAnswer } from './image-answer';
import { assertOwnOrigin } from './origin';
import { createRequestContext } from './request-context';
import { inUploadSlot } from './upload-slots';

export const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const;
export type Method = (typeof METHODS)[number];

type PathParameters = { params: Promise<Record<string, string | string[]>> };
export type Handler = (request: Request, path: PathParameters) => Promise<Response>;

/** The operations of one path, by method. HEAD follows from GET. */
type Operations = Partial<Record<Exclude<Method, 'HEAD' | 'OPTIONS'>, UseCase>>;

/**
 * The route handlers of one path: `export const { GET, HEAD, … } = route({ GET: getMe })`. Methods that are not in the
 * table answer 405, so every method is exported.
 */
export function route(operations: Operations): Record<Method, Handler> {
  const offered = METHODS.filter((method) => method === 'OPTIONS' || operationOf(operations, method) !== undefined);
  const handlerOf = (method: Method): Handler => {
    const useCase = operationOf(operations, method);
    if (useCase) return routeHandler(useCase);
    return (request) => (method === 'OPTIONS' ? listMethods(offered, request) : refuse(offered, request));
  };
  return Object.fromEntries(METHODS.map((method) => [method, handlerOf(method)])) as Record<Method, Handler>;
}

/** The handler of one operation, whichever method it is exported under. */
export function routeHandler(useCase: UseCase): Handler {
  return (request, path) => answer(useCase, request, path);
}

function operationOf(operations: Operations, method: Method): UseCase | undefined {
  return operations[method === 'HEAD' ? 'GET' : (method as keyof Operations)];
}

/** The context of a request to a route handler. */
export function contextOf(request: Request): Context {
  const { headers } = request;
  const incoming = incomingTokens(cookieReader(headers.get('cookie')), headers.get('authorization'));
  return createRequestContext(headers, incoming);
}

type Work = (ctx: Context, quota: Quota) => Promise<Response>;

/** Admits the request, does the work, and answers: with its result, or with the problem that it ended in. */
async function respond(request: Request, wanted: Pick<UseCase, 'silentRefresh'>, work: Work): Promise<Response> {
  const ctx = contextOf(request);
  let admission: Throttled | null = null;
  let response: Response;
  try {
    admission = await admit(wanted, ctx);
    if (admission.refusal) throw admission.refusal;
    response = await work(ctx, admission.quota);
  } catch (error) {
    response = problemAnswer(ctx, admission?.quota ?? null, error);
  }
  return request.method === 'HEAD' ? new Response(null, response) : response;
}

function answer(useCase: UseCase, request: Request, path: PathParameters): Promise<Response> {
  return respond(request, useCase, async (ctx, quota) => {
    try {
      if (request.headers.has('cookie')) assertOwnOrigin(request.method, request.headers);
    } catch (error) {
      return recordDenial(ctx, useCase.summary, error);
    }
    const perform = () => execute(useCase, ctx, () => readInput(useCase, request, path, ctx));
    const output = useCase.takes === 'image' ? await inUploadSlot(ctx, perform) : await perform();
    if (useCase.gives === 'image') return imageAnswer(ctx, quota, output as AvatarOutput);
    if (output instanceof Response) return completeAnswer(ctx, quota, output);
    return jsonAnswer(ctx, quota, { status: useCase.status ?? 200, body: output as object });
  });
}

async function readInput(useCase: UseCase, request: Request, { params }: PathParameters, ctx: Context) {
  const startedAtMs = Date.now();
  const raw = { ...(await rawInput(useCase, request, ctx)), ...(await params) };
  await lookAgain(ctx, startedAtMs);
  return raw;
}

type RawInput = Record<string, unknown>;

async function rawInput({ takes }: UseCase, request: Request, ctx: Context): Promise<RawInput> {
  if (takes === 'image') return { image: await readImage(request) };
  const isRead = request.method === 'GET' || request.method === 'HEAD';
  if (!isRead) return readJsonObject(request, ctx.now());
  return request.url.includes('?') ? queryOf(new URL(request.url).searchParams) : {};
}

/** What is said several times is a list, which nothing here asks for: no reader may take one of them for the whole. */
function queryOf(said: URLSearchParams): RawInput {
  const names = [...new Set(said.keys())];
  const valuesOf = (name: string) => (said.getAll(name).length > 1 ? said.getAll(name) : said.get(name));
  return Object.fromEntries(names.map((name) => [name, valuesOf(name)]));
}

/** Says which methods there are. No other site is invited: there are no CORS headers anywhere. */
async function listMethods(offered: readonly Method[], request: Request): Promise<Response> {
  const listed = await respond(request, { silentRefresh: false }, async (ctx, quota) =>
    plainAnswer(ctx, quota, { status: 204 }),
  );
  listed.headers.set('allow', offered.join(', '));
  return listed;
}

/** A path that exists refuses the method and says which it offers; one that does not is not found. */
async function refuse(offered: readonly Method[], request: Request): Promise<Response> {
  const isPath = offered.some((method) => method !== 'OPTIONS');
  const refused = await respond(request, { silentRefresh: false }, () => {
    throw new Problem(isPath ? 'method_not_allowed' : 'not_found');
  });
  if (isPath) refused.headers.set('allow', offered.join(', '));
  return refused;
}
