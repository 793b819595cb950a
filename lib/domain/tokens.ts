import { createHash } from 'node:crypto';
import { EncryptJWT, jwtDecrypt, type JWTPayload } from 'jose';
import { getEnv } from '@/lib/core/env';
import { keyedHash } from '@/lib/core/keyed-hash';
import { randomToken } from '@/lib/core/random';
import { addSeconds } from '@/lib/core/time';

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

type SealingKey = { kid: string; secret: Uint8Array };
let sealingKeys: SealingKey[] | undefined;

/** The keys of JWE_KEY: the first seals, all open. */
function keyList(): SealingKey[] {
  sealingKeys ??= getEnv().JWE_KEY.map((key) => {
    const secret = Buffer.from(key, 'base64url');
    return { kid: createHash('sha256').update(secret).digest('base64url').slice(0, 8), secret };
  });
  return sealingKeys;
}

function seal(type: TokenType, claims: JWTPayload, issuedAt: Date, expiresAt: Date): Promise<string> {
  const [key] = keyList();
  if (!key) throw new Error('JWE_KEY is empty');
  const { APP_URL } = getEnv();
  return new EncryptJWT({ ...claims, typ: type })
    .setProtectedHeader({ alg: 'dir', enc: 'A256GCM', kid: key.kid })
    .setIssuer(APP_URL)
    .setAudience(APP_URL)
    .setIssuedAt(issuedAt)
    .setExpirationTime(expiresAt)
    .encrypt(key.secret);
}

/** The claims of a token that one of our keys sealed for this purpose and that has not expired; otherwise null. */
async function open(type: TokenType, token: string | undefined, now: Date): Promise<JWTPayload | null> {
  if (token === undefined) return null;
  const { APP_URL } = getEnv();
  try {
    const { payload } = await jwtDecrypt(
      token,
      (header) => {
        const key = keyList().find(({ kid }) => kid === header.kid);
        if (!key) throw new Error('sealed with a key that is not ours');
        return key.secret;
      },
      {
        issuer: APP_URL,
        audience: APP_URL,
        currentDate: now,
        keyManagementAlgorithms: ['dir'],
        contentEncryptionAlgorithms: ['A256GCM'],
      },
    );
    return payload['typ'] === type ? payload : null;
  } catch {
    // Garbage, a foreign key, an old key, another site's token, too late: all the same as none.
    return null;
  }
}

export function sealAccessToken(claims: AccessClaims, now: Date, expiresAt: Date): Promise<string> {
  return seal('access', { sub: claims.userId, sid: claims.sessionId, jti: randomToken(128) }, now, expiresAt);
}

export async function openAccessToken(token: string | undefined, now: Date): Promise<AccessClaims | null> {
  const payload = await open('access', token, now);
  if (typeof payload?.sub !== 'string' || typeof payload['sid'] !== 'string') return null;
  return { userId: payload.sub, sessionId: payload['sid'] };
}

export function sealRefreshToken(jti: string, now: Date, expiresAt: Date): Promise<string> {
  return seal('refresh', { jti }, now, expiresAt);
}

/** The 256-bit id inside a refresh token: the database knows its hash. */
export async function openRefreshToken(token: string | undefined, now: Date): Promise<string | null> {
  const payload = await open('refresh', token, now);
  return payload?.jti ?? null;
}

/**
 * The successor of a refresh token is computed from it, so that everyone who presents the same predecessor in time can
 * be handed the same one, although only hashes are stored.
 */
export function successorOf(jti: string): string {
  return keyedHash('refresh-successor', jti).toString('base64url');
}

/** Binds this browser to a registration; the id alone says nothing about the address. */
export function sealActivation(registrationId: string, now: Date): Promise<string> {
  return seal('activation', { sub: registrationId }, now, addSeconds(now, ACTIVATION_SECONDS));
}

export async function openActivation(token: string | undefined, now: Date): Promise<string | null> {
  const payload = await open('activation', token, now);
  return payload?.sub ?? null;
}

/** The wish of a signed-in person to connect a provider's account, good for the very session that it was made in. */
export function sealConnect(sessionId: string, now: Date): Promise<string> {
  return seal('connect', { sub: sessionId }, now, addSeconds(now, CONNECT_SECONDS));
}

/** The session in which the wish was made. */
export async function openConnect(token: string | undefined, now: Date): Promise<string | null> {
  const payload = await open('connect', token, now);
  return payload?.sub ?? null;
}
