import { CompactEncrypt, importJWK, type JWK } from 'jose';

type Sealing = {
  /** In place of the header's own; undefined leaves a member out. */
  header?: Record<string, unknown>;
  /** Seconds that are added to the present for `iat`. */
  aheadSeconds?: number;
};

/** The key that `server` publishes for bodies. */
export async function publishedKey(server: { url: string }): Promise<JWK> {
  const response = await fetch(new URL('/.well-known/jwks.json', server.url));
  const { keys } = (await response.json()) as { keys: [JWK] };
  return keys[0];
}

/** `text` as a compact JWE for `key`, as another program would make it. */
export async function sealFor(key: JWK, text: string, { header = {}, aheadSeconds = 0 }: Sealing = {}) {
  const iat = Math.floor(Date.now() / 1000) + aheadSeconds;
  const own = { alg: 'ECDH-ES+A256KW', enc: 'A256GCM', kid: key.kid, iat, ...header };
  const said = Object.fromEntries(Object.entries(own).filter(([, value]) => value !== undefined));
  return new CompactEncrypt(new TextEncoder().encode(text))
    .setProtectedHeader(said as { alg: string; enc: string })
    .encrypt(await importJWK({ ...key, alg: own.alg }));
}
