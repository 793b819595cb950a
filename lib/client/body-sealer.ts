import { CompactEncrypt, importJWK, type JWK } from 'jose';

type Fetch = typeof fetch;
type PublishedKey = JWK & { kid: string };

/** A key of the server, how long it may be used without asking again, and how far the server's clock is ahead of ours. */
type KnownKey = { key: PublishedKey; goodUntilMs: number; clockAheadMs: number };

const secondsIn = (text: string | null | undefined) => Number(text ?? 0) * 1000;

/**
 * Encrypts bodies for the server at `baseUrl` (compact JWE, RFC 7516). Its key is asked for once and kept as long as its
 * headers allow; `forget` drops it.
 */
export function createBodySealer(baseUrl: string, fetch: Fetch) {
  let known: Promise<KnownKey> | undefined;

  async function askForKey(): Promise<KnownKey> {
    // Kept here instead of by the browser, because the answer's age says how late it is over there.
    const response = await fetch(`${baseUrl}/.well-known/jwks.json`, { cache: 'no-store' });
    const { keys } = (await response.json()) as { keys: PublishedKey[] };
    const key = keys.find(({ use, alg }) => use === 'enc' && alg === 'ECDH-ES+A256KW');
    if (!key) throw new Error('The server publishes no key to encrypt for.');
    const { headers } = response;
    const ageMs = secondsIn(headers.get('age'));
    const maxAgeMs = secondsIn(/max-age=(\d+)/.exec(headers.get('cache-control') ?? '')?.[1]);
    const serverNowMs = Date.parse(headers.get('date') ?? '') + ageMs;
    const clockAheadMs = Number.isNaN(serverNowMs) ? 0 : serverNowMs - Date.now();
    return { key, goodUntilMs: Date.now() + maxAgeMs - ageMs, clockAheadMs };
  }

  async function currentKey(): Promise<KnownKey> {
    const kept = await known?.catch(() => undefined);
    if (kept && Date.now() < kept.goodUntilMs) return kept;
    known = askForKey();
    return known;
  }

  return {
    forget: () => void (known = undefined),

    /** The body, and the name of the key that it was encrypted for. Rejects when the key cannot be had. */
    async seal(json: string): Promise<{ body: string; kid: string }> {
      const { key, clockAheadMs } = await currentKey();
      const iat = Math.floor((Date.now() + clockAheadMs) / 1000);
      const body = await new CompactEncrypt(new TextEncoder().encode(json))
        .setProtectedHeader({ alg: 'ECDH-ES+A256KW', enc: 'A256GCM', kid: key.kid, iat })
        .encrypt(await importJWK(key));
      return { body, kid: key.kid };
    },
  };
}
