import { afterEach, describe, expect, it, vi } from 'vitest';

async function cookiesAt(appUrl: string) {
  vi.resetModules();
  vi.stubEnv('APP_URL', appUrl);
  return import('@/lib/http/cookies');
}

afterEach(() => vi.unstubAllEnvs());

const now = new Date('2026-11-21T12:00:00Z');

describe('the cookies of a session', () => {
  // asvs:3.3.1 asvs:3.3.2 asvs:3.3.3
  it('carry the __Host- prefix and Secure behind https', async () => {
    const { outgoingCookies, serializeCookie } = await cookiesAt('https://gate.example');
    const session = {
      access: 'a.b',
      accessExpiresAt: new Date('2026-11-21T12:15:00Z'),
      refresh: 'c.d',
      refreshExpiresAt: new Date('2026-11-28T12:00:00Z'),
      isPersistent: true,
    };
    expect(outgoingCookies({ session }, now).map(serializeCookie)).toEqual([
      '__Host-access_token=a.b; Path=/; HttpOnly; SameSite=Lax; Secure; Max-Age=900',
      '__Host-refresh_token=c.d; Path=/; HttpOnly; SameSite=Lax; Secure; Max-Age=604800',
    ]);
  });

  it('are cleared under the same names', async () => {
    const { outgoingCookies, serializeCookie } = await cookiesAt('http://localhost:3000');
    expect(outgoingCookies({ session: null, activation: null }, now).map(serializeCookie)).toEqual([
      'access_token=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0',
      'refresh_token=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0',
      'activation=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0',
    ]);
  });

  it('are not touched by an answer that has nothing to say of them', async () => {
    const { outgoingCookies } = await cookiesAt('http://localhost:3000');
    expect(outgoingCookies({}, now)).toEqual([]);
  });
});

describe('a Cookie header', () => {
  it.each([
    ['access_token=a; refresh_token=b', 'a'],
    ['  access_token =a=b ;x', 'a=b'],
    ['access_token=first; access_token=second', 'first'],
    ['xaccess_token=a', undefined],
    [';;=;', undefined],
    ['', undefined],
  ])('of %j holds %j', async (header, value) => {
    const { cookieReader } = await cookiesAt('http://localhost:3000');
    expect(cookieReader(header)('access_token')).toBe(value);
  });
});
