import { describe, expect, it } from 'vitest';
import { client } from '../harness/client';
import { signedInPerson } from '../harness/people';
import { useServer, useSharedServer } from '../harness/use-server';

const server = useSharedServer();
const strict = useServer({ env: { REFRESH_GRACE_SECONDS: '0' } });
/** Access tokens end with the second they were issued in. */
const brief = useServer({ env: { ACCESS_TOKEN_SECONDS: '1' } });

describe('200', () => {
  // asvs:10.4.5 asvs:7.2.2
  it('swaps the refresh token and prolongs the access token', async () => {
    const { browser } = await signedInPerson(server);
    const before = browser.cookies.get('refresh_token');
    const answer = await browser.post('/api/refresh');
    expect(answer.status).toBe(200);
    expect(Date.parse(String(answer.body['expires_at']))).toBeGreaterThan(Date.now() + 890_000);
    expect(browser.cookies.get('refresh_token')).not.toBe(before);
    expect((await browser.get('/api/me')).status).toBe(200);
  });

  it('hands every one of forty parallel requests the same successor', async () => {
    const { browser, email } = await signedInPerson(server);
    const tabs = Array.from({ length: 40 }, () => client(server, { cookies: browser.cookies }));
    const answers = await Promise.all(tabs.map((tab) => tab.post('/api/refresh')));
    expect(answers.map(({ status }) => status)).toEqual(Array(40).fill(200));
    for (const tab of tabs.slice(0, 5)) expect((await tab.post('/api/refresh')).status).toBe(200);
    const { rows } = await server.database.query(
      `SELECT count(*)::int AS n FROM refresh_tokens t JOIN sessions s ON s.id = t.session_id
       JOIN users u ON u.id = s.user_id WHERE u.email = $1 AND t.used_at IS NULL AND s.revoked_at IS NULL`,
      [email],
    );
    expect(rows).toEqual([{ n: 1 }]);
  });
});

describe('401', () => {
  // asvs:6.3.5 asvs:10.4.5
  it('ends the whole session when a spent token comes back after the grace, and mails the owner', async () => {
    const { browser, email } = await signedInPerson(strict);
    const thief = browser.copy();
    expect((await browser.post('/api/refresh')).status).toBe(200);
    const replay = await thief.post('/api/refresh');
    expect([replay.status, replay.body['code']]).toEqual([401, 'unauthenticated']);
    expect(thief.cookies.size).toBe(0);
    expect((await browser.get('/api/me')).status).toBe(401);
    expect((await browser.copy().post('/api/refresh')).status).toBe(401);
    const { rows } = await strict.database.query(
      `SELECT count(*)::int AS n FROM outbox_mails m JOIN users u ON u.id = m.user_id
       WHERE u.email = $1 AND template = 'session-reuse'`,
      [email],
    );
    expect(rows).toEqual([{ n: 1 }]);
  });

  it('clears a dead refresh cookie', async () => {
    const { browser } = await signedInPerson(server);
    const stale = browser.copy();
    await browser.post('/api/logout');
    const answer = await stale.post('/api/refresh');
    expect(answer.status).toBe(401);
    expect(stale.cookies.size).toBe(0);
  });

  it.each(['', 'garbage', 'a.b.c.d.e', '%00'])('refuses the cookie %j like none', async (value) => {
    const answer = await client(server, { cookies: [['refresh_token', value]] }).post('/api/refresh');
    expect(answer.status).toBe(401);
  });

  // asvs:9.2.2
  it('does not take an access token for a refresh token, nor the other way round', async () => {
    const { browser } = await signedInPerson(server);
    const [access, refresh] = [browser.cookies.get('access_token') ?? '', browser.cookies.get('refresh_token') ?? ''];
    const swapped = client(server, { cookies: [['refresh_token', access]] });
    expect((await swapped.post('/api/refresh')).status).toBe(401);
    expect((await client(server, { cookies: [['access_token', refresh]] }).get('/api/me')).status).toBe(401);
  });
});

/** As it was sent: one that ends with its second may be gone from a browser's jar before anybody looks. */
const A_NEW_ACCESS_TOKEN = expect.stringMatching(/^access_token=[^;]/) as string;

describe('silently', () => {
  it('a request whose access token has expired goes through, and its answer carries the new cookies', async () => {
    const { browser } = await signedInPerson(brief);
    browser.cookies.delete('access_token');
    for (const send of [() => browser.get('/api/me'), () => browser.patch('/api/me', { first_name: 'Kim' })]) {
      browser.cookies.delete('access_token');
      const before = browser.cookies.get('refresh_token');
      const answer = await send();
      expect(answer.status).toBe(200);
      expect(answer.headers.get('cache-control')).toBe('private, no-store');
      expect(browser.cookies.get('refresh_token')).not.toBe(before);
      expect(answer.setCookies).toContainEqual(A_NEW_ACCESS_TOKEN);
    }
  });

  it('a page is served as if nothing had happened', async () => {
    const { browser, first_name } = await signedInPerson(brief);
    browser.cookies.delete('access_token');
    const page = await browser.get('/dashboard');
    expect(page.status).toBe(200);
    expect(page.text).toContain(first_name);
    expect(page.setCookies).toContainEqual(A_NEW_ACCESS_TOKEN);
  });

  it('forty parallel requests with one expired access token all go through', async () => {
    const { browser } = await signedInPerson(server);
    const refresh = browser.cookies.get('refresh_token') ?? '';
    const tabs = Array.from({ length: 40 }, () => client(server, { cookies: [['refresh_token', refresh]] }));
    const answers = await Promise.all(tabs.map((tab) => tab.get('/api/me')));
    expect(answers.map(({ status }) => status)).toEqual(Array(40).fill(200));
  });
});
