import type { NextRequest } from 'next/server';
import { Problem } from '@/lib/core/problem';
import type { Context } from '@/lib/domain/context';
import { execute } from '@/lib/domain/execute';
import { findPresentSession } from '@/lib/domain/present-session';
import { lookingCount, sessionCount, throttle, type Throttled } from '@/lib/domain/throttle';
import { openAccessToken } from '@/lib/domain/tokens';
import { PROVIDER_NAMES, type ProviderName } from '@/lib/shared/providers';
import { toSignInError } from '@/lib/shared/sign-in-errors';
import { logout } from '@/lib/use-cases/logout';
import { admitSession } from './admit';
import { toAuthSession } from './auth';
import { methodAnswer, refusalAnswer, toResponse, type FacadeAnswer } from './next-auth-answer';
import { askNextAuth } from './next-auth-request';
import { assertOwnOrigin } from './origin';
import { ownPath } from './own-address';
import { contextOf, METHODS, type Method } from './route';

type Path = { params: Promise<{ nextauth: string[] }> };
type Handler = (request: NextRequest, path: Path) => Promise<Response>;
type Action = (ctx: Context, request: NextRequest) => Promise<FacadeAnswer>;

/** What next-auth's client library asks for. HEAD follows from GET; what is not here does not exist. */
const ACTIONS: Record<string, { GET?: Action; POST?: Action }> = {
  session: { GET: seeSession, POST: seeSession },
  csrf: { GET: (ctx, request) => askNextAuth(ctx, request, 'csrf') },
  providers: { GET: (ctx, request) => askNextAuth(ctx, request, 'providers') },
  signin: { GET: showSignIn },
  ...Object.fromEntries(PROVIDER_NAMES.map((name) => [`signin/${name}`, { POST: beginSignInAt(name) }])),
  ...Object.fromEntries(PROVIDER_NAMES.map((name) => [`callback/${name}`, { GET: arriveFrom(name) }])),
  signout: { GET: () => Promise.resolve({ target: '/dashboard' }), POST: signOut },
  error: { GET: (_ctx, request) => Promise.resolve({ target: `/login?error=${errorOf(request)}` }) },
};

/** The handlers of `/api/auth/*`: `export const { GET, HEAD, … } = nextAuthRoute`. */
export const nextAuthRoute = Object.fromEntries(METHODS.map((method) => [method, handlerOf(method)])) as Record<
  Method,
  Handler
>;

function handlerOf(method: Method): Handler {
  return async (request, { params }) => {
    const response = await respond(request, method, (await params).nextauth.join('/'));
    return method === 'HEAD' ? new Response(null, response) : response;
  };
}

async function respond(request: NextRequest, method: Method, path: string): Promise<Response> {
  const ctx = contextOf(request);
  const operations = Object.hasOwn(ACTIONS, path) ? ACTIONS[path] : undefined;
  let admission: Throttled | null = null;
  try {
    admission = await admitLooking(ctx);
    if (admission.refusal) throw admission.refusal;
    if (!operations) throw new Problem('not_found');
    const action = operations[method === 'HEAD' ? 'GET' : (method as 'GET' | 'POST')];
    if (!action) return methodAnswer(ctx, admission.quota, { method, offered: Object.keys(operations) });
    if (request.headers.has('cookie')) assertOwnOrigin(method, request.headers);
    return toResponse(ctx, admission.quota, request, await action(ctx, request));
  } catch (error) {
    return refusalAnswer(ctx, admission?.quota ?? null, request, error);
  }
}

/**
 * Counts the request, for the session if there is one, apart from what its person does. Nothing here refreshes:
 * looking prolongs nothing.
 */
async function admitLooking(ctx: Context): Promise<Throttled> {
  const presented = openAccessToken(ctx.incoming.access, ctx.now());
  const admitted = presented && (await admitSession(ctx, presented));
  if (admitted) return admitted;
  ctx.actor = await findPresentSession(ctx);
  return throttle(ctx.store, ctx.actor ? sessionCount(ctx.actor.id) : lookingCount(ctx.client.ip));
}

async function seeSession(ctx: Context): Promise<FacadeAnswer> {
  const session = await findPresentSession(ctx);
  return { body: session && toAuthSession(session) };
}

function errorOf(request: NextRequest): string {
  return toSignInError(request.nextUrl.searchParams.get('error') ?? '');
}

/** Where `useSession({ required: true })` and `signIn()` send a stranger: our own page, with the way back. */
async function showSignIn(_ctx: Context, { nextUrl: { searchParams } }: NextRequest): Promise<FacadeAnswer> {
  const next = ownPath(searchParams.get('callbackUrl') ?? '');
  const error = searchParams.get('error');
  const query = new URLSearchParams({ ...(next && { next }), ...(error !== null && { error: toSignInError(error) }) });
  return { target: query.size > 0 ? `/login?${query.toString()}` : '/login' };
}

/** A sign-in that begins here is no wish to connect, whatever an earlier one left behind. */
function beginSignInAt(provider: ProviderName): Action {
  return (ctx, request) => {
    delete ctx.incoming.connect;
    ctx.outgoing.connect = null;
    return askNextAuth(ctx, request, `signin/${provider}`);
  };
}

function arriveFrom(provider: ProviderName): Action {
  return (ctx, request) => {
    if (ctx.incoming.connect !== undefined) ctx.outgoing.connect = null;
    return askNextAuth(ctx, request, `callback/${provider}`);
  };
}

/** next-auth judges its csrf token; the session that ends is ours, whichever cookie is left of it. */
async function signOut(ctx: Context, request: NextRequest): Promise<FacadeAnswer> {
  const answer = await askNextAuth(ctx, request, 'signout');
  if (!answer.failure) await execute(logout, ctx, () => ({}));
  return answer;
}
