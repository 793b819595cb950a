import { openCompact, sealCompact } from '@/lib/core/compact-jwe';
import { getEnv } from '@/lib/core/env';
import { keyedHash } from '@/lib/core/keyed-hash';
import { randomToken } from '@/lib/core/random';
import { addSeconds } from '@/lib/core/time';
import { tokenKeys, type TokenKey } from '@/lib/core/token-keys';

/** The tokens a request brought along, as they came: nothing here is proven yet. */
export type IncomingTokens = {
  access?: string;
  refresh?: string;
  activation?: string;
  connect?: string;
  /** True when the access token came in an Authorization header: then no cookie says who it is. */
  isBearer: boolean;
};

/** A fresh pair for the cookies. `isPersistent` false makes them end with the browser. */
export type IssuedTokens = {
  access: string;
  accessExpiresAt: Date;
  refresh: string;
  refreshExpiresAt: Date;
  isPersistent: boolean;
};

export type AccessClaims = { userId: string; sessionId: string };

type TokenType = 'access' | 'refresh' | 'activation' | 'connect';

/** How long an activation cookie binds a browser to its registration (contract §2). */
export const ACTIVATION_SECONDS = 24 * 60 * 60;

/** How long the wish to connect a provider's account is good for. */
export const CONNECT_SECONDS = 10 * 60;

let keys: TokenKey[] | undefined;

/** The keys of JWE_KEY: the first seals, all open. */
function keyList(): TokenKey[] {
  keys ??= tokenKeys(getEnv().JWE_KEY);
  return keys;
}

const epochSeconds = (date: Date) => Math.floor(date.getTime() / 1000);

function seal(type: TokenType, claims: object, issuedAt: Date, expiresAt: Date): string {
  const [key] = keyList();
  if (!key) throw new Error('JWE_KEY is empty');
  const { APP_URL } = getEnv();
  const life = { iat: epochSeconds(issuedAt), exp: epochSeconds(expiresAt) };
  return sealCompact(key, { ...claims, ...life, typ: type, iss: APP_URL, aud: APP_URL });
}

/** How many access tokens are kept opened: about 1 KB each, and only genuine ones get in. */
const OPENED_AT_MOST = 5_000;
const opened = new Map<string, Record<string, unknown>>();

/**
 * Opens an access token, or remembers what was in it: a person's requests bring the same one for minutes. What it is
 * good for now is judged anew each time.
 */
function openAgain(token: string): Record<string, unknown> {
  const known = opened.get(token);
  if (known) return known;
  const claims = openCompact(keyList(), token);
  if (opened.size >= OPENED_AT_MOST) opened.clear();
  opened.set(token, claims);
  return claims;
}

/** The claims of a token that one of our keys sealed for this purpose and that has not expired; otherwise null. */
function open(type: TokenType, token: string | undefined, now: Date): Record<string, unknown> | null {
  if (token === undefined) return null;
  const { APP_URL } = getEnv();
  try {
    const claims = type === 'access' ? openAgain(token) : openCompact(keyList(), token);
    const isOurs = claims['typ'] === type && claims['iss'] === APP_URL && claims['aud'] === APP_URL;
    const isAlive = typeof claims['exp'] === 'number' && claims['exp'] > epochSeconds(now);
    return isOurs && isAlive ? claims : null;
  } catch {
    // Garbage, a foreign key, an old key, tampered with: all the same as none.
    return null;
  }
}

function textIn(claims: Record<string, unknown> | null, name: string): string | null {
  const value = claims?.[name];
  return typeof value === 'string' ? value : null;
}

export function sealAccessToken(claims: AccessClaims, now: Date, expiresAt: Date): string {
  return seal('access', { sub: claims.userId, sid: claims.sessionId, jti: randomToken(128) }, now, expiresAt);
}

export function openAccessToken(token: string | undefined, now: Date): AccessClaims | null {
  const claims = open('access', token, now);
  const [userId, sessionId] = [textIn(claims, 'sub'), textIn(claims, 'sid')];
  return userId !== null && sessionId !== null ? { userId, sessionId } : null;
}

export function sealRefreshToken(jti: string, now: Date, expiresAt: Date): string {
  return seal('refresh', { jti }, now, expiresAt);
}

/** The 256-bit id inside a refresh token: the database knows its hash. */
export function openRefreshToken(token: string | undefined, now: Date): string | null {
  return textIn(open('refresh', token, now), 'jti');
}

/**
 * The successor of a refresh token is computed from it, so that everyone who presents the same predecessor in time can
 * be handed the same one, although only hashes are stored.
 */
export function successorOf(jti: string): string {
  return keyedHash('refresh-successor', jti).toString('base64url');
}

/** Binds this browser to a registration; the id alone says nothing about the address. */
export function sealActivation(registrationId: string, now: Date): string {
  return seal('activation', { sub: registrationId }, now, addSeconds(now, ACTIVATION_SECONDS));
}

export function openActivation(token: string | undefined, now: Date): string | null {
  return textIn(open('activation', token, now), 'sub');
}

/** The wish of a signed-in person to connect a provider's account, good for the very session that it was made in. */
export function sealConnect(sessionId: string, now: Date): string {
  return seal('connect', { sub: sessionId }, now, addSeconds(now, CONNECT_SECONDS));
}

/** The session in which the wish was made. */
export function openConnect(token: string | undefined, now: Date): string | null {
  return textIn(open('connect', token, now), 'sub');
}
