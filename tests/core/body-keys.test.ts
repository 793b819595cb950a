import { createPublicKey } from 'node:crypto';
import { calculateJwkThumbprint, compactDecrypt, CompactEncrypt, importJWK } from 'jose';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bodyKeys } from '@/lib/core/body-keys';

const listed = (...bytes: number[]) => bytes.map((byte) => Buffer.alloc(32, byte).toString('base64url'));

describe('the key pairs for bodies', () => {
  // asvs:11.6.1 asvs:11.2.3
  it('are pairs on P-256 to any other implementation, whatever they follow from', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 32, maxLength: 32 }), async (secret) => {
        const [key] = bodyKeys([Buffer.from(secret).toString('base64url')]);
        const { kty, crv, x, y } = createPublicKey(key?.privateKey ?? '').export({ format: 'jwk' });
        expect(key?.publicKey).toMatchObject({ kty, crv, x, y });
        expect(key?.kid).toBe(await calculateJwkThumbprint(key?.publicKey ?? {}));
      }),
      { numRuns: 50 },
    );
  });

  it('open what any other implementation encrypts for their public half', async () => {
    const [key] = bodyKeys(listed(1));
    const sealed = await new CompactEncrypt(new TextEncoder().encode('ü'))
      .setProtectedHeader({ alg: 'ECDH-ES+A256KW', enc: 'A256GCM' })
      .encrypt(await importJWK(key?.publicKey ?? {}));
    const { plaintext } = await compactDecrypt(sealed, key?.privateKey ?? new Uint8Array());
    expect(new TextDecoder().decode(plaintext)).toBe('ü');
  });

  it('follow from the list, one from each, in its order, and are the same on every instance for good', () => {
    const keys = bodyKeys(listed(1, 2, 1));
    expect(keys[0]?.publicKey).toEqual(keys[2]?.publicKey);
    expect(keys[1]?.kid).not.toBe(keys[0]?.kid);
    expect(keys.map(({ kid }) => kid)).toEqual([
      'xdGvStt1UwPuKoVRdHyz9G6AwktupipyY4R7CIg1bIU',
      'aWjqKb-LOEhcZBghIiJolskzbjaixurc_YsBpuAjp7s',
      'xdGvStt1UwPuKoVRdHyz9G6AwktupipyY4R7CIg1bIU',
    ]);
  });

  it('say nothing of what they follow from', () => {
    const [key] = bodyKeys(listed(1));
    const { d } = key?.privateKey.export({ format: 'jwk' }) ?? {};
    expect(d).toMatch(/^[\w-]{43}$/);
    expect(Object.keys(key?.publicKey ?? {}).toSorted()).toEqual(['alg', 'crv', 'kid', 'kty', 'use', 'x', 'y']);
    expect(JSON.stringify(key?.publicKey)).not.toContain(d);
    expect(d).not.toBe(listed(1)[0]);
  });
});
