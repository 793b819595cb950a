import { afterEach, describe, expect, it, vi } from 'vitest';

/** Settings are read once for each process, so each case reads the module anew. */
async function addressWith(hops: string, headers: Record<string, string>): Promise<string> {
  vi.resetModules();
  vi.stubEnv('TRUSTED_PROXY_HOPS', hops);
  const { clientAddress } = await import('@/lib/http/client');
  return clientAddress(new Headers(headers));
}

afterEach(() => vi.unstubAllEnvs());

// asvs:6.3.1
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
    ['1', '[2001:db8::1]', '2001:db8::1'],
    ['1', '203.0.113.9:5512', '203.0.113.9'],
  ])('behind %s proxies with %j is %s', async (hops, forwarded, address) => {
    expect(await addressWith(hops, { 'x-forwarded-for': forwarded })).toBe(address);
  });

  it.each([
    '::ffff:203.0.113.9',
    '::FFFF:203.0.113.9',
    '::ffff:cb00:7109',
    '0:0:0:0:0:ffff:203.0.113.9',
    '0000:0000:0000:0000:0000:ffff:cb00:7109',
    '[::ffff:203.0.113.9]:80',
  ])('is one IPv4 address, however %s is written', async (forwarded) => {
    expect(await addressWith('1', { 'x-forwarded-for': forwarded })).toBe('203.0.113.9');
  });

  it.each([
    ['2001:0DB8:0000::0001', '2001:db8::1'],
    ['fe80::1%eth0', 'fe80::1'],
    ['[fe80::1%25eth0]:80', 'fe80::1'],
  ])('has one spelling: of %s it is %s', async (forwarded, address) => {
    expect(await addressWith('1', { 'x-forwarded-for': forwarded })).toBe(address);
  });

  it.each([
    'garbage',
    '',
    ',',
    '203.0.113.9,',
    '203.0.113.256',
    '010.0.0.1',
    '0x7f000001',
    '2130706433',
    '203.0.113.9:99:99',
    '[203.0.113.9',
    '2001:db8::1::2',
    'fe80::1%<b>',
    'unknown',
    '_hidden',
    '"[2001:db8::1]"',
    '127.0.0.1\tx',
    `1.2.3.4${' '.repeat(4_000)}x`,
  ])('with garbage in the proxy’s place (%j) is the socket’s', async (forwarded) => {
    expect(await addressWith('1', { 'x-forwarded-for': forwarded })).toBe('0.0.0.0');
  });

  it('with fewer entries than there are proxies is the socket’s, not the leftmost that the client wrote', async () => {
    expect(await addressWith('3', { 'x-forwarded-for': '203.0.113.9' })).toBe('0.0.0.0');
    expect(await addressWith('3', { 'x-forwarded-for': '1.2.3.4, 203.0.113.9' })).toBe('0.0.0.0');
    expect(await addressWith('1', {})).toBe('0.0.0.0');
  });
});
