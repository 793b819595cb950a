import { randomUUID } from 'node:crypto';
import { NextResponse, type NextRequest } from 'next/server';
import { getEnv } from '@/lib/core/env';
import { toProblem } from '@/lib/core/problem';
import { PROBLEMS } from '@/lib/shared/problems';
import { randomToken } from '@/lib/core/random';
import { authenticate } from '@/lib/domain/authentication';
import type { Context } from '@/lib/domain/context';
import { hadTokensOfOurs } from '@/lib/domain/incoming-session';
import { logProblem } from './answer';
import { cookieReader, incomingTokens, outgoingCookies, serializeCookie, type CookieToSet } from './cookies';
import { redirectFor } from './page-gate';
import { contentSecurityPolicy, pageHeaders } from './page-headers';
import { assertActionCall } from './page-post';
import { createRequestContext } from './request-context';
import { REQUEST_ID_HEADER } from './request-id';
import { keepRecognition } from './request-scope';
import { unavailablePage } from './unavailable-page';

/** Pages are read, and their actions posted; Next would render them for every other method, too. */
const METHODS = ['GET', 'HEAD', 'POST', 'OPTIONS'];

/**
 * What happens to a page request before its page: silent refresh, the gate, the headers. It is a comfort, not a guard:
 * every use case behind a page checks its own access, with or without it.
 */
export async function handlePageRequest(request: NextRequest): Promise<NextResponse> {
  const requestId = randomUUID();
  if (!METHODS.includes(request.method)) return refuseMethod(requestId);
  const ctx = createRequestContext(
    request.headers,
    incomingTokens(cookieReader(request.headers.get('cookie')), null),
    requestId,
  );
  const nonce = randomToken(128);
  const response = (await refusePost(request, ctx)) ?? (await answerPage(request, ctx, nonce));
  for (const [name, value] of Object.entries(pageHeaders(nonce))) response.headers.set(name, value);
  response.headers.set(REQUEST_ID_HEADER, requestId);
  return response;
}

/** In plain words, and before anything is spent: nothing of ours posts what is refused here. */
async function refusePost(request: NextRequest, ctx: Context): Promise<NextResponse | null> {
  if (request.method !== 'POST') return null;
  try {
    await assertActionCall(request);
    return null;
  } catch (error) {
    const problem = toProblem(error);
    logProblem(ctx, problem);
    const headers = { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'private, no-store' };
    const words = `${PROBLEMS[problem.code].title}. ${problem.detail}`;
    return new NextResponse(words, { status: problem.status, headers });
  }
}

async function answerPage(request: NextRequest, ctx: Context, nonce: string): Promise<NextResponse> {
  const isLookedUp = await recognize(ctx, request);
  const cookies = outgoingCookies(ctx.outgoing, ctx.now());
  const redirect = redirectOf(request, ctx);
  const isUnclear = redirect !== null && !isLookedUp;
  const response = isUnclear ? unavailablePage() : (redirect ?? passOn(request, ctx, cookies, nonce));
  for (const cookie of cookies) response.headers.append('set-cookie', serializeCookie(cookie));
  return response;
}

/** False when it cannot be looked up: then a page is shown as to a stranger, and an action asks for itself. */
async function recognize(ctx: Context, request: NextRequest): Promise<boolean> {
  const path = request.nextUrl.pathname + request.nextUrl.search;
  const keep = (actor: Context['actor']) => {
    const { session } = ctx.outgoing;
    keepRecognition({ access: session === undefined ? ctx.incoming.access : session?.access, actor, path });
  };
  try {
    await authenticate(ctx);
    keep(ctx.actor);
    return true;
  } catch (error) {
    logProblem(ctx, toProblem(error));
    ctx.actor = null;
    if (isLookedAt(request)) keep(null);
    return false;
  }
}

const isLookedAt = ({ method }: NextRequest) => method === 'GET' || method === 'HEAD';

function redirectOf(request: NextRequest, ctx: Context): NextResponse | null {
  // A server action answers for itself: following a redirect, it would be posted to a page that does not know it.
  if (!isLookedAt(request)) return null;
  const { pathname, search } = request.nextUrl;
  const path = pathname.length > 1 ? pathname.replace(/\/+$/, '') : pathname;
  const target = redirectFor(ctx.actor, path || '/', search);
  if (target === null) return null;
  // Whoever had a session when they clicked is told what became of it.
  const hadSession = !ctx.actor && hadTokensOfOurs(ctx);
  const told = hadSession ? `${target}&notice=session_ended` : target;
  const headers = { 'cache-control': 'private, no-store' };
  return NextResponse.redirect(new URL(told, getEnv().APP_URL), { status: 307, headers });
}

/** Hands the request to its page with what was learnt: fresh cookies in place of the old, the nonce, the request id. */
function passOn(request: NextRequest, ctx: Context, cookies: CookieToSet[], nonce: string): NextResponse {
  for (const { name, value } of cookies) {
    if (value === null) request.cookies.delete(name);
    else request.cookies.set(name, value);
  }
  const headers = new Headers(request.headers);
  headers.set('content-security-policy', contentSecurityPolicy(nonce));
  headers.set(REQUEST_ID_HEADER, ctx.client.requestId);
  return NextResponse.next({ request: { headers } });
}

function refuseMethod(requestId: string): NextResponse {
  const allow = METHODS.join(', ');
  const headers = { allow, 'cache-control': 'private, no-store', [REQUEST_ID_HEADER]: requestId };
  return new NextResponse(null, { status: 405, headers });
}
