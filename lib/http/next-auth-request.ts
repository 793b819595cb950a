import { NextRequest } from 'next/server';
import { getEnv } from '@/lib/core/env';
import { Problem } from '@/lib/core/problem';
import type { Context } from '@/lib/domain/context';
import type { ProviderName } from '@/lib/shared/providers';
import { readBounded } from './body';
import { handlers } from './next-auth';
import type { FacadeAnswer } from './next-auth-answer';
import { handshakeCookies, settableCookies } from './next-auth-cookies';
import { inExchange } from './provider-exchange';

/** The headers that next-auth reads, besides cookies. */
const PASSED_HEADERS = ['content-type', 'x-auth-return-redirect'];

/** What a caller may add to the request to the provider (OpenID Connect Core 1.0 §3.1.2.1); never where it leads. */
const AUTHORIZATION_PARAMETERS = new Set(['prompt', 'login_hint', 'ui_locales', 'hl']);

type NextAuthAction = 'csrf' | 'providers' | `signin/${ProviderName}` | `callback/${ProviderName}` | 'signout';

/** Lets next-auth answer this part of the request. It learns of no session, and sets none. */
export async function askNextAuth(ctx: Context, request: NextRequest, action: NextAuthAction): Promise<FacadeAnswer> {
  const inner = await innerRequest(request, action);
  const { result, failure } = await inExchange(ctx, () => handlers[inner.method === 'POST' ? 'POST' : 'GET'](inner));
  // Its only answer to a body that it cannot read.
  if (result?.status === 400) throw new Problem('malformed_body');
  if (failure) return { failure };
  if (!result?.ok && result?.status !== 302) throw new Problem('internal');
  const setCookies = settableCookies(result.headers.getSetCookie());
  const location = result.headers.get('location');
  if (location !== null) return { target: location, setCookies };
  return { body: await result.json(), setCookies };
}

/** The request as next-auth may see it: at APP_URL, with its own cookies, and with what it needs. */
async function innerRequest(request: NextRequest, action: NextAuthAction): Promise<NextRequest> {
  const url = new URL(`/api/auth/${action}`, getEnv().APP_URL);
  for (const [name, value] of request.nextUrl.searchParams) {
    const isPassed = action.startsWith('callback/') ? name !== 'callbackUrl' : AUTHORIZATION_PARAMETERS.has(name);
    if (isPassed) url.searchParams.append(name, value);
  }
  const headers = new Headers({ cookie: handshakeCookies(request.headers.get('cookie')) });
  for (const name of PASSED_HEADERS) {
    const value = request.headers.get(name);
    if (value !== null) headers.set(name, value);
  }
  if (request.method !== 'POST') return new NextRequest(url, { headers });
  const body = Uint8Array.from(await readBounded(request));
  return new NextRequest(url, { method: 'POST', headers, body });
}
