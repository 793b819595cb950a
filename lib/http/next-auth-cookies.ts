import type { NextAuthConfig } from 'next-auth';
import { getEnv } from '@/lib/core/env';
import { cookieAttributes, cookieReader } from './cookies';
import { ownAddress } from './own-address';

/**
 * What next-auth keeps in the browser during a handshake. A session is not among it: that is ours, which it neither sees
 * nor sets.
 */
const HANDSHAKE_COOKIES = {
  csrfToken: 'authjs.csrf-token',
  callbackUrl: 'authjs.callback-url',
  state: 'authjs.state',
  pkceCodeVerifier: 'authjs.pkce.code_verifier',
  nonce: 'authjs.nonce',
} as const;

type HandshakeCookie = keyof typeof HANDSHAKE_COOKIES;

/** The name on the wire: behind https no other host and no plain connection can set it. */
export function handshakeCookieName(cookie: HandshakeCookie): string {
  return `${getEnv().isHttps ? '__Host-' : ''}${HANDSHAKE_COOKIES[cookie]}`;
}

const names = () => (Object.keys(HANDSHAKE_COOKIES) as HandshakeCookie[]).map((cookie) => handshakeCookieName(cookie));

/** For next-auth's settings: names and attributes like those of our own cookies. */
export function handshakeCookieSettings(): NonNullable<NextAuthConfig['cookies']> {
  const cookies = Object.keys(HANDSHAKE_COOKIES) as HandshakeCookie[];
  const settings = cookies.map((cookie) => [
    cookie,
    { name: handshakeCookieName(cookie), options: { ...cookieAttributes() } },
  ]);
  return Object.fromEntries(settings) as NonNullable<NextAuthConfig['cookies']>;
}

/** The part of a Cookie header that is next-auth's. A way back that leads elsewhere would make it answer 500. */
export function handshakeCookies(header: string | null): string {
  const read = cookieReader(header);
  const callbackUrl = handshakeCookieName('callbackUrl');
  return names()
    .flatMap((name) => {
      const value = read(name);
      const isKept = value !== undefined && (name !== callbackUrl || isOwn(value));
      return isKept ? [`${name}=${value}`] : [];
    })
    .join('; ');
}

function isOwn(encoded: string): boolean {
  try {
    const address = decodeURIComponent(encoded);
    return address === ownAddress(address);
  } catch {
    return false;
  }
}

/** Those of next-auth's Set-Cookie lines that may reach the browser. */
export function settableCookies(lines: readonly string[]): string[] {
  const allowed = names();
  return lines.filter((line) => allowed.includes(line.slice(0, Math.max(0, line.indexOf('=')))));
}
