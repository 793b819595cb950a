import { randomBytes } from 'node:crypto';
import { FlattenedEncrypt, generateKeyPair, exportJWK, importJWK, type JWK } from 'jose';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openEncryptedBody, publishedKeys } from '@/lib/http/encrypted-body';
import { sealFor } from '../harness/sealed-body';

const [key] = publishedKeys().keys;
if (!key) throw new Error('no key is published');
const jwk: JWK & { kid: string } = key;

const TEXT = '{"email":"ada@example.com"}';
const open = (text: string, now = new Date()) => openEncryptedBody(text, now);
const opened = async (text: string, now?: Date) => new TextDecoder().decode(await open(text, now));

const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
const decoded = (part = '') => JSON.parse(Buffer.from(part, 'base64url').toString()) as Record<string, unknown>;

/** The same body under a header that says something else: what is sealed is bound to the one it was sealed with. */
function withHeader(text: string, change: (header: Record<string, unknown>) => object): string {
  const [header, ...rest] = text.split('.');
  return [encoded(change(decoded(header))), ...rest].join('.');
}

async function foreignKey(crv: 'P-256' | 'P-384' = 'P-256', kid = key?.kid): Promise<JWK> {
  const { publicKey } = await generateKeyPair('ECDH-ES+A256KW', { crv, extractable: true });
  return { ...(await exportJWK(publicKey)), ...(kid !== undefined && { kid }) };
}

/** Compressed by whoever sealed it, as RFC 7516 §4.1.3 has it. */
async function compressed(): Promise<string> {
  const header = { alg: 'ECDH-ES+A256KW', enc: 'A256GCM', kid: jwk.kid, iat: Date.now() / 1000, zip: 'DEF' } as const;
  const parts = await new FlattenedEncrypt(new TextEncoder().encode('{"a":1}'.padEnd(100_000)))
    .setProtectedHeader(header)
    .encrypt(await importJWK({ ...jwk, alg: header.alg }));
  return [parts.protected, parts.encrypted_key, parts.iv, parts.ciphertext, parts.tag].join('.');
}

const epkOf = (changes: object) => (header: Record<string, unknown>) => ({
  ...header,
  epk: { ...(header['epk'] as object), ...changes },
});
const coordinate = (byte: number) => Buffer.alloc(32, byte).toString('base64url');

const HOSTILE: [what: string, make: (good: string) => string | Promise<string>][] = [
  ['nothing', () => ''],
  ['plain JSON', () => TEXT],
  ['dots', () => '....'],
  ['a dot more', (good) => `${good}.`],
  ['a line break more', (good) => `${good}\n`],
  ['a part less', (good) => good.slice(0, good.lastIndexOf('.'))],
  ['padding', (good) => `${good}==`],
  ['the general JSON form', (good) => JSON.stringify({ protected: good.split('.')[0] })],
  ['a header that is no JSON', (good) => good.replace(/^[^.]+/, 'AAAA')],
  ['a header that is a list', (good) => good.replace(/^[^.]+/, encoded([]))],
  ['a gigantic header', () => sealFor(jwk, TEXT, { header: { kid: 'x'.repeat(48_000) } })],
  ['the key of somebody else under our name', async () => sealFor(await foreignKey(), TEXT)],
  ['a name of no key', async () => sealFor(await foreignKey('P-256', 'nobody'), TEXT)],
  ['no name of a key', () => sealFor(jwk, TEXT, { header: { kid: undefined } })],
  ['a name that is no text', (good) => withHeader(good, (header) => ({ ...header, kid: { $ne: null } }))],
  ['another key agreement', () => sealFor(jwk, TEXT, { header: { alg: 'ECDH-ES' } })],
  ['a shorter key wrap', () => sealFor(jwk, TEXT, { header: { alg: 'ECDH-ES+A128KW' } })],
  ['no algorithm', (good) => withHeader(good, (header) => ({ ...header, alg: 'none' }))],
  ['an algorithm of shared keys', (good) => withHeader(good, (header) => ({ ...header, alg: 'dir' }))],
  [
    'an algorithm of passwords, at any cost',
    (good) => withHeader(good, (header) => ({ ...header, alg: 'PBES2-HS256+A128KW', p2c: 2 ** 31, p2s: 'AA' })),
  ],
  ['a shorter encryption', () => sealFor(jwk, TEXT, { header: { enc: 'A128GCM' } })],
  ['another encryption', () => sealFor(jwk, TEXT, { header: { enc: 'A256CBC-HS512' } })],
  ['compression', () => compressed()],
  ['compression that was added', (good) => withHeader(good, (header) => ({ ...header, zip: 'DEF' }))],
  ['a critical extension', (good) => withHeader(good, (header) => ({ ...header, crit: ['exp'], exp: 1 }))],
  ['a key of its own', (good) => withHeader(good, (header) => ({ ...header, jwk: header['epk'] }))],
  ['no ephemeral key', (good) => withHeader(good, (header) => ({ ...header, epk: undefined }))],
  ['an ephemeral key that is no object', (good) => withHeader(good, (header) => ({ ...header, epk: 'x' }))],
  [
    'an ephemeral key of another curve',
    async (good) => {
      const epk = await foreignKey('P-384');
      return withHeader(good, (header) => ({ ...header, epk }));
    },
  ],
  ['a point beside the curve', (good) => withHeader(good, epkOf({ x: coordinate(1), y: coordinate(1) }))],
  ['the point zero', (good) => withHeader(good, epkOf({ x: coordinate(0), y: coordinate(0) }))],
  ['coordinates beyond the field', (good) => withHeader(good, epkOf({ x: coordinate(255), y: coordinate(255) }))],
  ['a coordinate too short', (good) => withHeader(good, epkOf({ x: 'AA' }))],
  ['no time', () => sealFor(jwk, TEXT, { header: { iat: undefined } })],
  ['a time in words', () => sealFor(jwk, TEXT, { header: { iat: new Date().toISOString() } })],
  ['a time in milliseconds', () => sealFor(jwk, TEXT, { header: { iat: Date.now() } })],
  ['an endless time', () => sealFor(jwk, TEXT, { header: { iat: Number.MAX_VALUE } })],
];

describe('an encrypted body', () => {
  it('is opened, with what a header may say besides', async () => {
    expect(await opened(await sealFor(jwk, TEXT))).toBe(TEXT);
    const header = { typ: 'JOSE', cty: 'application/json', jku: 'https://evil.example/jwks.json' };
    expect(await opened(await sealFor(jwk, TEXT, { header }))).toBe(TEXT);
  });

  // asvs:9.1.1 asvs:9.1.2 asvs:9.1.3 asvs:11.2.5 asvs:11.3.2
  it.each(HOSTILE)('is refused with %s, in the same words', async (_, make) => {
    const hostile = await make(await sealFor(jwk, TEXT));
    await expect(open(hostile)).rejects.toMatchObject({
      name: 'Problem',
      code: 'malformed_body',
      detail: expect.stringContaining('/.well-known/jwks.json'),
    });
  });

  // asvs:9.2.1
  it('is good for five minutes, and may come from a clock that is a minute ahead', async () => {
    const iat = 1_800_000_000;
    const body = await sealFor(jwk, TEXT, { header: { iat } });
    const at = (seconds: number) => new Date((iat + seconds) * 1000);
    for (const seconds of [-60, 0, 299, 300]) expect(await opened(body, at(seconds)), `${seconds} s`).toBe(TEXT);
    for (const seconds of [-60.001, 300.001, 301, 86_400]) {
      await expect(open(body, at(seconds)), `${seconds} s`).rejects.toThrow('malformed_body');
    }
  });

  // asvs:11.3.3
  it('does not open with any one bit changed', async () => {
    const body = await sealFor(jwk, TEXT);
    const bytes = Buffer.from(body, 'latin1');
    await fc.assert(
      fc.asyncProperty(fc.nat(bytes.length * 8 - 1), async (bit) => {
        const changed = Buffer.from(bytes);
        changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        await expect(open(changed.toString('latin1'))).rejects.toThrow('malformed_body');
      }),
      { numRuns: 300 },
    );
  });

  it('does not open with the last letter of any part spelled otherwise', async () => {
    const parts = (await sealFor(jwk, TEXT)).split('.');
    const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    for (const [index, part] of parts.entries()) {
      for (const letter of letters.replace(part.at(-1) ?? '', '')) {
        const changed = parts.with(index, `${part.slice(0, -1)}${letter}`).join('.');
        await expect(open(changed)).rejects.toThrow('malformed_body');
      }
    }
  });

  it('survives noise', async () => {
    for (let n = 0; n < 50; n += 1) {
      const noise = Array.from({ length: 5 }, () => randomBytes(n).toString('base64url')).join('.');
      await expect(open(noise)).rejects.toThrow('malformed_body');
    }
  });
});
