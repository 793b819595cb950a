import { cookies, headers } from 'next/headers';
import type { Context } from '@/lib/domain/context';
import { cookieAttributes, cookieReader, incomingTokens, outgoingCookies } from './cookies';
import { SIGN_OUT_HEADERS } from './page-headers';
import { createRequestContext } from './request-context';
import { requestIdOf } from './request-id';
import { keepCookies, keptCookie, setAnswerHeader } from './request-scope';

/** The context of the page or server action that is being run; a page that answers an action sees the cookies it left. */
export async function createServerContext(): Promise<Context> {
  const head = await headers();
  // A page's Authorization header plays no part: pages are for browsers, and browsers have cookies.
  const asSent = cookieReader(head.get('cookie'));
  const readCookie = (name: string) => {
    const kept = keptCookie(name);
    return kept === undefined ? asSent(name) : (kept ?? undefined);
  };
  const incoming = incomingTokens(readCookie, null);
  return createRequestContext(head, incoming, requestIdOf(head));
}

/** Sets the cookies that an operation left, and says so if it signed somebody out. Only a server action may. */
export async function applyOutgoing(ctx: Context): Promise<void> {
  const jar = await cookies();
  const outgoing = outgoingCookies(ctx.outgoing, ctx.now());
  keepCookies(outgoing);
  for (const { name, value, maxAgeSeconds } of outgoing) {
    const maxAge = value === null ? 0 : maxAgeSeconds;
    jar.set({ name, value: value ?? '', ...cookieAttributes(), ...(maxAge !== undefined && { maxAge }) });
  }
  if (!ctx.outgoing.isSignedOut) return;
  for (const [name, value] of Object.entries(SIGN_OUT_HEADERS)) setAnswerHeader(name, value);
}
