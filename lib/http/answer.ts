import { getEnv } from '@/lib/core/env';
import { problemDocument, toProblem, type Problem } from '@/lib/core/problem';
import type { Context } from '@/lib/domain/context';
import type { Quota } from '@/lib/domain/throttle';
import { outgoingCookies, serializeCookie } from './cookies';

/** On everything under /api: it sets or depends on cookies, is nobody's page, and nobody's to embed or sniff. */
const API_HEADERS = {
  'cache-control': 'private, no-store',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
  'cross-origin-resource-policy': 'same-origin',
} as const;

/** RateLimit header fields, draft-ietf-httpapi-ratelimit-headers. */
function quotaHeaders(quota: Quota): Record<string, string> {
  return {
    'ratelimit-policy': `"${quota.policy}";q=${quota.limit};w=${quota.windowSeconds}`,
    ratelimit: `"${quota.policy}";r=${quota.remaining};t=${quota.resetSeconds}`,
  };
}

type Answer = { status: number; body: object | null; type?: 'application/json' | 'application/problem+json' };

/** What every answer of the API carries, and the cookies that the operation left. */
export function answerHeaders(ctx: Context, quota: Quota | null): Headers {
  const headers = new Headers({
    ...API_HEADERS,
    'x-request-id': ctx.client.requestId,
    ...(quota && quotaHeaders(quota)),
  });
  for (const cookie of outgoingCookies(ctx.outgoing, ctx.now())) headers.append('set-cookie', serializeCookie(cookie));
  return headers;
}

/** The answer of the API. */
export function jsonAnswer(ctx: Context, quota: Quota | null, { status, body, type = 'application/json' }: Answer) {
  const headers = answerHeaders(ctx, quota);
  if (body) headers.set('content-type', type);
  return new Response(body && JSON.stringify(body), { status, headers });
}

/** The answer to whatever was thrown: a problem document. The cause of a 5xx goes to the log, and only there. */
export function problemAnswer(ctx: Context, quota: Quota | null, thrown: unknown): Response {
  const problem = toProblem(thrown);
  logProblem(ctx, problem);
  const body = problemDocument(problem, ctx.client.requestId, getEnv().APP_URL);
  const answer = jsonAnswer(ctx, quota, { status: problem.status, body, type: 'application/problem+json' });
  if (problem.status === 401) answer.headers.set('www-authenticate', 'Bearer');
  if (problem.retryAfterSeconds !== undefined) answer.headers.set('retry-after', String(problem.retryAfterSeconds));
  return answer;
}

/** One line each, so that a request id that somebody quotes can be found. */
export function logProblem(ctx: Context, problem: Problem): void {
  const { requestId } = ctx.client;
  if (problem.status >= 500) ctx.log.error({ requestId, code: problem.code, err: problem.cause }, 'a request failed');
  else ctx.log.info({ requestId, code: problem.code }, 'a request was refused');
}
