import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { tokenKeys } from '@/lib/core/token-keys';
import { client, type Client } from '../harness/client';
import { registeredPerson, signedInPerson } from '../harness/people';
import { startServer, type TestServer } from '../harness/server';

const [older = '', newer = ''] = [1, 2].map((byte) => Buffer.alloc(32, byte).toString('base64url'));
const kidOf = (key: string) => tokenKeys([key])[0]?.kid;

/** The key that a cookie of this browser was sealed by. */
function sealedBy(browser: Client, cookie: string): unknown {
  const [header = ''] = (browser.cookies.get(cookie) ?? '').split('.');
  return (JSON.parse(Buffer.from(header, 'base64url').toString()) as { kid: unknown }).kid;
}

describe('the list of token keys', { timeout: 90_000 }, () => {
  const env = { JWE_KEY: older };
  let server: TestServer;

  /** The same installation, started again with other keys. */
  async function restartWith(JWE_KEY: string): Promise<void> {
    env.JWE_KEY = JWE_KEY;
    await server.restart();
  }

  beforeEach(async () => {
    env.JWE_KEY = older;
    server = await startServer({ env });
  });
  afterEach(() => server.stop());

  // asvs:11.2.2
  it('signs nobody out when a new key is put first: access and refresh tokens of the old one go on', async () => {
    const [{ browser }, { browser: elsewhere }, { browser: registered, code }] = await Promise.all([
      signedInPerson(server),
      signedInPerson(server),
      registeredPerson(server),
    ]);
    expect(sealedBy(browser, 'access_token')).toBe(kidOf(older));
    await restartWith(`${newer},${older}`);

    const answer = await browser.get('/api/me');
    expect([answer.status, answer.setCookies]).toEqual([200, []]);
    expect((await browser.post('/api/refresh')).status).toBe(200);
    elsewhere.cookies.delete('access_token');
    expect((await elsewhere.get('/dashboard')).status).toBe(200);
    expect((await registered.post('/api/active-account', { activation_code: code })).status).toBe(200);
    for (const refreshed of [browser, elsewhere, registered]) {
      expect([sealedBy(refreshed, 'access_token'), sealedBy(refreshed, 'refresh_token')]).toEqual([
        kidOf(newer),
        kidOf(newer),
      ]);
    }
    await restartWith(newer);
    expect((await browser.get('/api/me')).status).toBe(200);
    expect((await elsewhere.post('/api/refresh')).status).toBe(200);
  });

  // asvs:9.1.3 asvs:11.2.2
  it('takes the tokens of a key that was dropped for none, and clears them', async () => {
    const { browser, email, password } = await signedInPerson(server);
    const { browser: registered, code } = await registeredPerson(server);
    await restartWith(newer);

    for (const send of [(old: Client) => old.get('/api/me'), (old: Client) => old.post('/api/refresh')]) {
      const old = browser.copy();
      const answer = await send(old);
      expect([answer.status, answer.body['code']]).toEqual([401, 'unauthenticated']);
      expect(old.cookies.size).toBe(0);
    }
    const page = browser.copy();
    const sent = await page.get('/dashboard');
    expect([sent.status, sent.headers.get('location')]).toEqual([307, '/login?next=%2Fdashboard']);
    expect(page.cookies.size).toBe(0);
    const bearer = { headers: { authorization: `Bearer ${browser.cookies.get('access_token')}` } };
    expect((await client(server).get('/api/me', bearer)).status).toBe(401);
    const unproven = await registered.post('/api/active-account', { activation_code: code });
    expect([unproven.status, unproven.body['code']]).toEqual([401, 'unauthenticated']);
    expect((await browser.copy().post('/api/logout')).status).toBe(200);
    expect((await browser.copy().post('/api/login', { email, password })).status).toBe(200);
  });

  it('does not open with one what only another sealed, though the list is as long', async () => {
    const { browser } = await signedInPerson(server);
    await restartWith(`${newer},${Buffer.alloc(32, 3).toString('base64url')}`);
    expect((await browser.get('/api/me')).status).toBe(401);
  });
});
