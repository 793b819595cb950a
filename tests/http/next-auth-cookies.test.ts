import { afterEach, describe, expect, it, vi } from 'vitest';

async function cookiesAt(appUrl: string) {
  vi.resetModules();
  vi.stubEnv('APP_URL', appUrl);
  return import('@/lib/http/next-auth-cookies');
}

afterEach(() => vi.unstubAllEnvs());

describe('the cookies of a handshake', () => {
  // asvs:3.3.1 asvs:3.3.3
  it('carry the __Host- prefix and Secure behind https', async () => {
    const { handshakeCookieSettings } = await cookiesAt('https://gate.example');
    const settings = Object.values(handshakeCookieSettings());
    expect(settings).toHaveLength(5);
    for (const { name, options } of settings) {
      expect(name).toMatch(/^__Host-authjs\./);
      expect(options).toEqual({ httpOnly: true, sameSite: 'lax', path: '/', secure: true });
    }
  });

  it('are all that next-auth gets to see, and a way back to another site is not among them', async () => {
    const { handshakeCookies } = await cookiesAt('http://localhost:3000');
    const own = encodeURIComponent('http://localhost:3000/dashboard');
    const header = `access_token=a; authjs.state=s; refresh_token=r; authjs.callback-url=${own}; authjs.session-token=x`;
    expect(handshakeCookies(header)).toBe(`authjs.callback-url=${own}; authjs.state=s`);
    for (const url of ['https%3A%2F%2Fevil.example', '%', '', 'javascript%3Aalert(1)']) {
      expect(handshakeCookies(`authjs.callback-url=${url}`)).toBe('');
    }
    expect(handshakeCookies(null)).toBe('');
  });

  // asvs:10.1.1
  it('are all that next-auth can set: never a session', async () => {
    const { settableCookies } = await cookiesAt('http://localhost:3000');
    const lines = ['authjs.state=a; Path=/', 'access_token=x', 'access_token.0=x', 'authjs.session-token=x', '=x', ''];
    expect(settableCookies(lines)).toEqual(['authjs.state=a; Path=/']);
  });
});
