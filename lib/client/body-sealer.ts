import { CompactEncrypt, importJWK, type JWK } from 'jose';
import { lostOnTheWay, readResult, type Result } from './result';
import type { Ask } from './sender';

type PublishedKey = JWK & { kid: string };

/**
 * A key of the server, how long it may be used without asking again, and how far the server's clock is ahead of ours.
 */
type KnownKey = { key: PublishedKey; goodUntilMs: number; clockAheadMs: number };

const msIn = (seconds: string | null | undefined) => Number(seconds ?? 0) * 1000;

function timesOf(headers: Headers): Pick<KnownKey, 'goodUntilMs' | 'clockAheadMs'> {
  const ageMs = msIn(headers.get('age'));
  const maxAgeMs = msIn(/max-age=(\d+)/.exec(headers.get('cache-control') ?? '')?.[1]);
  const serverNowMs = Date.parse(headers.get('date') ?? '') + ageMs;
  const clockAheadMs = Number.isNaN(serverNowMs) ? 0 : serverNowMs - Date.now();
  return { goodUntilMs: Date.now() + maxAgeMs - ageMs, clockAheadMs };
}

function keyAmong(keys: unknown): PublishedKey | undefined {
  if (!Array.isArray(keys)) return undefined;
  return (keys as PublishedKey[]).find(({ use, alg }) => use === 'enc' && alg === 'ECDH-ES+A256KW');
}

/**
 * Encrypts bodies for the server (compact JWE, RFC 7516). Its key is asked for once and kept as long as its headers
 * allow; `forget` drops it.
 */
export function createBodySealer(ask: Ask) {
  let known: KnownKey | undefined;
  let asking: Promise<Result<KnownKey>> | undefined;

  async function askForKey(): Promise<Result<KnownKey>> {
    // Kept here instead of by the browser, because the answer's age says how late it is over there.
    const response = await ask('/.well-known/jwks.json', { cache: 'no-store' });
    if (!response) return lostOnTheWay('unreachable');
    const answer = await readResult<{ keys?: unknown } | null>(response);
    if (!answer.ok) return answer;
    const key = keyAmong(answer.data?.keys);
    if (!key) return lostOnTheWay('no_key');
    known = { key, ...timesOf(response.headers) };
    return { ok: true, data: known };
  }

  /** Of several calls that find no good one, the first asks and all of them wait for it. */
  async function currentKey(): Promise<Result<KnownKey>> {
    if (known && Date.now() < known.goodUntilMs) return { ok: true, data: known };
    asking ??= askForKey().finally(() => {
      asking = undefined;
    });
    return asking;
  }

  return {
    forget: () => void (known = undefined),

    /** The body, and the name of the key that it was encrypted for; or why there is none. */
    async seal(json: string): Promise<Result<{ body: string; kid: string }>> {
      // Browsers take it away from pages that came by plain http.
      if (globalThis.crypto.subtle === undefined) return lostOnTheWay('cannot_encrypt');
      const current = await currentKey();
      if (!current.ok) return current;
      const { key, clockAheadMs } = current.data;
      const iat = Math.floor((Date.now() + clockAheadMs) / 1000);
      const body = await new CompactEncrypt(new TextEncoder().encode(json))
        .setProtectedHeader({ alg: 'ECDH-ES+A256KW', enc: 'A256GCM', kid: key.kid, iat })
        .encrypt(await importJWK(key));
      return { ok: true, data: { body, kid: key.kid } };
    },
  };
}

export type BodySealer = ReturnType<typeof createBodySealer>;
