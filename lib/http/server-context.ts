import { cookies, headers } from 'next/headers';
import type { Context } from '@/lib/domain/context';
import { cookieAttributes, cookieReader, incomingTokens, outgoingCookies } from './cookies';
import { SIGN_OUT_HEADERS } from './page-headers';
import { createRequestContext } from './request-context';
import { requestIdOf } from './request-id';
import { setAnswerHeader } from './request-scope';

/** The context of the page or server action that is being run. */
export async function createServerContext(): Promise<Context> {
  const head = await headers();
  // A page's Authorization header plays no part: pages are for browsers, and browsers have cookies.
  const incoming = incomingTokens(cookieReader(head.get('cookie')), null);
  return createRequestContext(head, incoming, requestIdOf(head));
}

/** Sets the cookies that an operation left, and says so if it signed somebody out. Only a server action may. */
export async function applyOutgoing(ctx: Context): Promise<void> {
  const jar = await cookies();
  for (const { name, value, maxAgeSeconds } of outgoingCookies(ctx.outgoing, ctx.now())) {
    const maxAge = value === null ? 0 : maxAgeSeconds;
    jar.set({ name, value: value ?? '', ...cookieAttributes(), ...(maxAge !== undefined && { maxAge }) });
  }
  if (!ctx.outgoing.isSignedOut) return;
  for (const [name, value] of Object.entries(SIGN_OUT_HEADERS)) setAnswerHeader(name, value);
}
