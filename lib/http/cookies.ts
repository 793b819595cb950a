import { getEnv } from '@/lib/core/env';
import type { Outgoing } from '@/lib/domain/context';
import { ACTIVATION_SECONDS, CONNECT_SECONDS, type IncomingTokens } from '@/lib/domain/tokens';

export const COOKIE_ROLES = ['access_token', 'refresh_token', 'activation', 'connect'] as const;

type CookieRole = (typeof COOKIE_ROLES)[number];

/** An expired wish to connect is still seen for what it was: it must not turn into a sign-in. */
const CONNECT_COOKIE_SECONDS = 2 * CONNECT_SECONDS;

/** Behind https the name carries the __Host- prefix: no other host and no plain connection can set it (ASVS 3.3.1). */
export function cookieName(role: CookieRole, { isHttps }: { isHttps: boolean } = getEnv()): string {
  return isHttps ? `__Host-${role}` : role;
}

/** A cookie to be set; `value` null clears it. `maxAgeSeconds` undefined ends it with the browser. */
export type CookieToSet = { name: string; value: string | null; maxAgeSeconds: number | undefined };

/** What both ways of setting a cookie (our header, Next's jar) need to know besides name, value and age. */
export function cookieAttributes() {
  return { httpOnly: true, sameSite: 'lax', path: '/', secure: getEnv().isHttps } as const;
}

/** The cookies that an answer has to set. */
export function outgoingCookies({ session, activation, connect }: Outgoing, now: Date): CookieToSet[] {
  const cookies: CookieToSet[] = [];
  const set = (role: CookieRole, value: string | null, maxAgeSeconds?: number) =>
    void cookies.push({ name: cookieName(role), value, maxAgeSeconds });
  const lifeOf = (end: Date, isPersistent: boolean) =>
    isPersistent ? Math.max(0, Math.round((end.getTime() - now.getTime()) / 1000)) : undefined;
  if (session === null) {
    set('access_token', null);
    set('refresh_token', null);
  } else if (session) {
    set('access_token', session.access, lifeOf(session.accessExpiresAt, session.isPersistent));
    set('refresh_token', session.refresh, lifeOf(session.refreshExpiresAt, session.isPersistent));
  }
  if (activation !== undefined) set('activation', activation, ACTIVATION_SECONDS);
  if (connect !== undefined) set('connect', connect, CONNECT_COOKIE_SECONDS);
  return cookies;
}

/** A Set-Cookie header line. The values are base64url with dots: nothing in them needs escaping. */
export function serializeCookie({ name, value, maxAgeSeconds }: CookieToSet): string {
  const { secure } = cookieAttributes();
  const age = value === null ? 0 : maxAgeSeconds;
  return [
    `${name}=${value ?? ''}`,
    'Path=/',
    'HttpOnly',
    'SameSite=Lax',
    ...(secure ? ['Secure'] : []),
    ...(age === undefined ? [] : [`Max-Age=${age}`]),
  ].join('; ');
}

type CookieReader = (name: string) => string | undefined;

/** Reads our cookies and the Authorization header. What they hold is unproven. */
export function incomingTokens(readCookie: CookieReader, authorization: string | null): IncomingTokens {
  const bearer = /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1];
  const access = bearer ?? readCookie(cookieName('access_token'));
  const refresh = readCookie(cookieName('refresh_token'));
  const activation = readCookie(cookieName('activation'));
  const connect = readCookie(cookieName('connect'));
  return {
    isBearer: bearer !== undefined,
    ...(access !== undefined && { access }),
    ...(refresh !== undefined && { refresh }),
    ...(activation !== undefined && { activation }),
    ...(connect !== undefined && { connect }),
  };
}

/**
 * A reader over a Cookie header. The first of several cookies of one name counts, as browsers send the closest first.
 */
export function cookieReader(header: string | null): CookieReader {
  const cookies = new Map<string, string>();
  for (const pair of (header ?? '').split(';')) {
    const at = pair.indexOf('=');
    const name = pair.slice(0, Math.max(0, at)).trim();
    if (name !== '' && !cookies.has(name)) cookies.set(name, pair.slice(at + 1).trim());
  }
  return (name) => cookies.get(name);
}
