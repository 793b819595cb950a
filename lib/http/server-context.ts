import { cookies, headers } from 'next/headers';
import type { Context } from '@/lib/domain/context';
import { cookieAttributes, cookieReader, incomingTokens, outgoingCookies } from './cookies';
import { createRequestContext } from './request-context';
import { requestIdOf } from './request-id';

/** The context of the page or server action that is being run. */
export async function createServerContext(): Promise<Context> {
  const head = await headers();
  // A page's Authorization header plays no part: pages are for browsers, and browsers have cookies.
  const incoming = incomingTokens(cookieReader(head.get('cookie')), null);
  return createRequestContext(head, incoming, requestIdOf(head));
}

/** Sets the cookies that an operation left. Only a server action may. */
export async function applyOutgoingCookies(ctx: Context): Promise<void> {
  const jar = await cookies();
  for (const { name, value, maxAgeSeconds } of outgoingCookies(ctx.outgoing, ctx.now())) {
    const maxAge = value === null ? 0 : maxAgeSeconds;
    jar.set({ name, value: value ?? '', ...cookieAttributes(), ...(maxAge !== undefined && { maxAge }) });
  }
}
