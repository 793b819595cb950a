import { afterEach, describe, expect, it, vi } from 'vitest';

/** Settings are read once for each process, so each case reads the module anew. */
async function addressWith(hops: string, headers: Record<string, string>): Promise<string> {
  vi.resetModules();
  vi.stubEnv('TRUSTED_PROXY_HOPS', hops);
  const { clientAddress } = await import('@/lib/http/client');
  return clientAddress(new Headers(headers));
}

afterEach(() => vi.unstubAllEnvs());

describe('the client’s address', () => {
  // asvs:15.3.4 asvs:4.1.3
  it('is never what the client writes, when there is no proxy', async () => {
    expect(await addressWith('0', { 'x-forwarded-for': '1.2.3.4', 'x-real-ip': '1.2.3.4' })).toBe('0.0.0.0');
  });

  it.each([
    ['1', '203.0.113.9', '203.0.113.9'],
    ['1', '1.2.3.4, 203.0.113.9', '203.0.113.9'],
    ['2', '1.2.3.4, 203.0.113.9, 10.0.0.1', '203.0.113.9'],
    ['1', '[2001:db8::1]:443', '2001:db8::1'],
    ['1', '203.0.113.9:5512', '203.0.113.9'],
    ['1', '::ffff:203.0.113.9', '203.0.113.9'],
    ['1', 'garbage', '0.0.0.0'],
    ['3', '203.0.113.9', '0.0.0.0'],
  ])('behind %s proxies with %j is %s', async (hops, forwarded, address) => {
    expect(await addressWith(hops, { 'x-forwarded-for': forwarded })).toBe(address);
  });
});
