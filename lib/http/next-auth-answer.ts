import type { NextRequest } from 'next/server';
import { getEnv } from '@/lib/core/env';
import { Problem, toProblem } from '@/lib/core/problem';
import type { Context } from '@/lib/domain/context';
import type { Quota } from '@/lib/domain/throttle';
import type { SignInError } from '@/lib/shared/sign-in-errors';
import { logProblem, plainAnswer, problemAnswer } from './answer';
import { failurePath } from './provider-arrival';
import { METHODS } from './route';

/** What is to be answered: where to go, or a JSON body; `failure` goes before both. */
export type FacadeAnswer = {
  target?: string;
  body?: unknown;
  failure?: SignInError | null;
  setCookies?: string[];
};

/** A JSON body, or the way on, with what every answer carries. */
export function toResponse(ctx: Context, quota: Quota, request: NextRequest, answer: FacadeAnswer): Response {
  const { setCookies = [] } = answer;
  const json = (body: unknown) => {
    const headers = { 'content-type': 'application/json' };
    return plainAnswer(ctx, quota, { status: 200, text: JSON.stringify(body), headers, setCookies });
  };
  const path = answer.failure ? failurePath(ctx, answer.failure) : answer.target;
  if (path === undefined) return json(answer.body ?? null);
  const location = new URL(path, getEnv().APP_URL).href;
  // next-auth's client library follows addresses itself.
  if (request.headers.has('x-auth-return-redirect')) return json({ url: location });
  return plainAnswer(ctx, quota, { status: 302, headers: { location }, setCookies });
}

/** A path that exists says which methods it offers. */
export function methodAnswer(
  ctx: Context,
  quota: Quota,
  { method, offered }: { method: string; offered: string[] },
): Response {
  const allow = METHODS.filter((name) => name === 'OPTIONS' || offered.includes(name === 'HEAD' ? 'GET' : name));
  const answer =
    method === 'OPTIONS'
      ? plainAnswer(ctx, quota, { status: 204 })
      : problemAnswer(ctx, quota, new Problem('method_not_allowed'));
  answer.headers.set('allow', allow.join(', '));
  return answer;
}

/** A client of the API gets the problem; a browser on its way gets a page that says so. */
export function refusalAnswer(ctx: Context, quota: Quota | null, request: NextRequest, error: unknown): Response {
  if (!request.headers.get('accept')?.includes('text/html')) return problemAnswer(ctx, quota, error);
  const problem = toProblem(error);
  logProblem(ctx, problem);
  const failure = problem.code === 'rate_limited' ? 'TooManyRequests' : 'SignInFailed';
  const location = new URL(failurePath(ctx, failure), getEnv().APP_URL).href;
  return plainAnswer(ctx, quota, { status: 302, headers: { location } });
}
