import { getEnv } from '@/lib/core/env';
import { isOutage, problemDocument, toProblem, type Problem } from '@/lib/core/problem';
import type { Context } from '@/lib/domain/context';
import type { Quota } from '@/lib/domain/throttle';
import { outgoingCookies, serializeCookie } from './cookies';
import { SIGN_OUT_HEADERS } from './page-headers';
import { answerWith } from './request-scope';

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

function commonHeaders(ctx: Context, quota: Quota | null): Record<string, string> {
  const common = { 'cache-control': 'private, no-store', 'x-request-id': ctx.client.requestId };
  return { ...common, ...(quota && quotaHeaders(quota)), ...(ctx.outgoing.isSignedOut && SIGN_OUT_HEADERS) };
}

/** Adds the cookies that the operation left. */
function withCookies(ctx: Context, answer: Response): Response {
  for (const cookie of outgoingCookies(ctx.outgoing, ctx.now())) {
    answer.headers.append('set-cookie', serializeCookie(cookie));
  }
  return answer;
}

/**
 * An answer with what every one of ours carries (what every answer there is carries stands in page-headers.ts), and
 * the cookies that the operation left.
 */
export function plainAnswer(
  ctx: Context,
  quota: Quota | null,
  { status, text = null, bytes, headers, setCookies }: Plain,
) {
  const answer = new Response(bytes ?? text, { status, headers: { ...commonHeaders(ctx, quota), ...headers } });
  for (const line of setCookies ?? []) answer.headers.append('set-cookie', line);
  return withCookies(ctx, answer);
}

/** An answer that was made elsewhere, with the same: it is for whoever asked, so no cache keeps it. */
export function completeAnswer(ctx: Context, quota: Quota | null, made: Response): Response {
  const answer = new Response(made.body, made);
  for (const [name, value] of Object.entries(commonHeaders(ctx, quota))) answer.headers.set(name, value);
  return withCookies(ctx, answer);
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

/** What a page threw is answered with its error page; an outage is not told as a mistake of ours. */
export function answerPageFailure(thrown: unknown): void {
  const { status } = toProblem(thrown);
  if (status !== 500) answerWith(status);
}

/**
 * One line each, so that a request id that somebody quotes can be found. Of an outage, which makes many, why is said
 * once (lib/infra/database-outage.ts).
 */
export function logProblem(ctx: Context, problem: Problem): void {
  const { requestId } = ctx.client;
  const { code, status, cause } = problem;
  if (status < 500) ctx.log.info({ requestId, code }, 'a request was refused');
  else if (isOutage(cause)) ctx.log.warn({ requestId, code }, 'a request was put off');
  else ctx.log.error({ requestId, code, err: cause }, 'a request failed');
}
