import * as fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import {
  openAccessToken,
  openActivation,
  openRefreshToken,
  sealAccessToken,
  sealActivation,
  sealRefreshToken,
  successorOf,
} from '@/lib/domain/tokens';

afterEach(() => vi.unstubAllEnvs());

const now = new Date('2026-11-21T12:00:00Z');
const end = new Date('2026-11-21T12:15:00Z');
const claims = { userId: '0192f3c4-0000-7000-8000-000000000001', sessionId: '0192f3c4-0000-7000-8000-000000000002' };

const seal = () => sealAccessToken(claims, now, end);

describe('an access token', () => {
  // asvs:9.2.1
  it('opens to its session until the second it ends in', () => {
    const token = seal();
    expect(openAccessToken(token, now)).toEqual(claims);
    expect(openAccessToken(token, new Date(end.getTime() - 1000))).not.toBeNull();
    expect(openAccessToken(token, end)).toBeNull();
  });

  // asvs:11.3.4
  it('says nothing to who cannot open it, and nothing twice', () => {
    const [token, other] = [seal(), seal()];
    expect(token).not.toBe(other);
    const header = JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString()) as object;
    expect(header).toEqual({ alg: 'dir', enc: 'A256GCM', kid: expect.any(String) as string });
    for (const part of token.split('.')) {
      expect(Buffer.from(part, 'base64url').toString('latin1')).not.toContain(claims.sessionId);
    }
  });

  // asvs:11.3.3 asvs:9.1.1
  it('does not survive a change of any character', () => {
    const token = seal();
    fc.assert(
      fc.property(fc.nat(token.length - 1), fc.constantFrom(...'Az09-_.'), (at, character) => {
        fc.pre(token[at] !== character);
        expect(openAccessToken(token.slice(0, at) + character + token.slice(at + 1), now)).toBeNull();
      }),
    );
  });
});

describe('a token', () => {
  // asvs:9.2.2
  it('is of no use for another purpose', () => {
    const access = seal();
    const refresh = sealRefreshToken('a-jti', now, end);
    const activation = sealActivation('a-registration', now);
    expect(openRefreshToken(refresh, now)).toBe('a-jti');
    expect(openActivation(activation, now)).toBe('a-registration');
    expect([openAccessToken(refresh, now), openAccessToken(activation, now)]).toEqual([null, null]);
    expect([openRefreshToken(access, now), openRefreshToken(activation, now)]).toEqual([null, null]);
    expect([openActivation(access, now), openActivation(refresh, now)]).toEqual([null, null]);
  });

  // asvs:9.2.3 asvs:9.2.4 asvs:10.3.1
  it('is of no use at another address, though its keys are the same', async () => {
    vi.resetModules();
    vi.stubEnv('APP_URL', 'http://localhost:4000');
    const elsewhere = await import('@/lib/domain/tokens');
    const token = elsewhere.sealAccessToken(claims, now, end);
    expect(elsewhere.openAccessToken(token, now)).toEqual(claims);
    expect(openAccessToken(token, now)).toBeNull();
    expect(elsewhere.openAccessToken(seal(), now)).toBeNull();
  });

  it.each([undefined, '', 'x', 'a.b.c.d.e', '....', 'eyJhbGciOiJub25lIn0.e30.'])('made of %j is none', (token) => {
    expect(openAccessToken(token, now)).toBeNull();
  });
});

describe('the successor of a refresh token', () => {
  // asvs:7.2.3 asvs:11.5.1
  it('is the same each time, another for each token, and of 256 bits', () => {
    expect(successorOf('one')).toBe(successorOf('one'));
    expect(successorOf('one')).not.toBe(successorOf('two'));
    expect(Buffer.from(successorOf('one'), 'base64url')).toHaveLength(32);
  });
});
