import { getEnv } from '@/lib/core/env';
import { problemDocument, toProblem, type Problem } from '@/lib/core/problem';
import type { Context } from '@/lib/domain/context';
import type { Quota } from '@/lib/domain/throttle';
import { outgoingCookies, serializeCookie } from './cookies';
import { SIGN_OUT_HEADERS } from './page-headers';

/** RateLimit header fields, draft-ietf-httpapi-ratelimit-headers. */
function quotaHeaders(quota: Quota): Record<string, string> {
  return {
    'ratelimit-policy': `"${quota.policy}";q=${quota.limit};w=${quota.windowSeconds}`,
    ratelimit: `"${quota.policy}";r=${quota.remaining};t=${quota.resetSeconds}`,
  };
}

export type Plain = {
  status: number;
  text?: string | null;
  /** In the place of a text. */
  bytes?: Uint8Array<ArrayBuffer>;
  headers?: Record<string, string>;
  setCookies?: readonly string[];
};

/**
 * An answer with what every one of ours carries (what every answer there is carries stands in page-headers.ts), and the cookies
 * that the operation left.
 */
export function plainAnswer(
  ctx: Context,
  quota: Quota | null,
  { status, text = null, bytes, headers, setCookies }: Plain,
) {
  const common = { 'cache-control': 'private, no-store', 'x-request-id': ctx.client.requestId };
  const parting = ctx.outgoing.isSignedOut && SIGN_OUT_HEADERS;
  const all = { ...common, ...(quota && quotaHeaders(quota)), ...parting, ...headers };
  const answer = new Response(bytes ?? text, { status, headers: all });
  for (const line of setCookies ?? []) answer.headers.append('set-cookie', line);
  for (const cookie of outgoingCookies(ctx.outgoing, ctx.now())) {
    answer.headers.append('set-cookie', serializeCookie(cookie));
  }
  return answer;
}

type Answer = { status: number; body: object | null; type?: 'application/json' | 'application/problem+json' };

/** The answer of the API. */
export function jsonAnswer(ctx: Context, quota: Quota | null, { status, body, type = 'application/json' }: Answer) {
  if (!body) return plainAnswer(ctx, quota, { status });
  return plainAnswer(ctx, quota, { status, text: JSON.stringify(body), headers: { 'content-type': type } });
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
