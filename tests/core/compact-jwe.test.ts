import { compactDecrypt, CompactEncrypt } from 'jose';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openCompact, sealCompact } from '@/lib/core/compact-jwe';
import { tokenKeys } from '@/lib/core/token-keys';

const SECRET = Buffer.alloc(32, 7);
const keys = tokenKeys([SECRET.toString('base64url'), Buffer.alloc(32, 8).toString('base64url')]);
const [key] = keys;
if (!key) throw new Error('there is no key');

describe('a compact JWE', () => {
  // asvs:11.3.1 asvs:11.3.2
  it('is one to any other implementation (RFC 7516 §7.1)', async () => {
    const { plaintext, protectedHeader } = await compactDecrypt(sealCompact(key, { sub: 'ü' }), SECRET);
    expect(JSON.parse(new TextDecoder().decode(plaintext))).toEqual({ sub: 'ü' });
    expect(protectedHeader).toEqual({ alg: 'dir', enc: 'A256GCM', kid: key.kid });
  });

  it('of another implementation opens, if its header is spelled like ours', async () => {
    const seal = (header: object) =>
      new CompactEncrypt(new TextEncoder().encode('{"sub":"a"}'))
        .setProtectedHeader({ alg: 'dir', enc: 'A256GCM', ...header })
        .encrypt(SECRET);
    expect(openCompact(keys, await seal({ kid: key.kid }))).toEqual({ sub: 'a' });
    for (const header of [{}, { kid: 'other' }, { kid: key.kid, typ: 'JWT' }]) {
      const token = await seal(header);
      expect(() => openCompact(keys, token)).toThrow('not in the form');
    }
  });

  // asvs:11.3.4
  it('gives back what was sealed, whatever it is, and never looks the same twice', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.string()), (claims) => {
        const [one, other] = [sealCompact(key, claims), sealCompact(key, claims)];
        expect(one).not.toBe(other);
        expect(openCompact(keys, one)).toEqual(openCompact(keys, other));
        expect(openCompact(keys, one)).toEqual({ ...claims });
      }),
    );
  });

  // asvs:11.3.3
  it('does not open with any one character changed, added or taken away', () => {
    const token = sealCompact(key, { sub: 'somebody' });
    const letters = fc.constantFrom(...'ABCxyz019-_.=+/ \n');
    fc.assert(
      fc.property(fc.nat(token.length - 1), letters, fc.constantFrom(0, 1), (at, letter, taken) => {
        const changed = `${token.slice(0, at)}${letter}${token.slice(at + taken)}`;
        fc.pre(changed !== token);
        expect(() => openCompact(keys, changed)).toThrow(/./);
      }),
      { numRuns: 500 },
    );
    expect(() => openCompact(keys, token.slice(0, -1))).toThrow(/./);
  });

  it('does not open with a shorter seal or another vector’s length', () => {
    const [header, , iv = '', sealed, tag = ''] = sealCompact(key, {}).split('.');
    const cut = (text: string) => Buffer.from(text, 'base64url').subarray(0, 8).toString('base64url');
    expect(() => openCompact(keys, [header, '', iv, sealed, cut(tag)].join('.'))).toThrow('not in the form');
    expect(() => openCompact(keys, [header, '', cut(iv), sealed, tag].join('.'))).toThrow('not in the form');
    expect(() => openCompact(keys, [header, 'AAAA', iv, sealed, tag].join('.'))).toThrow('not in the form');
  });
});
