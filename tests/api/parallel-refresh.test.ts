import { describe, expect, it } from 'vitest';
import { client, type Client } from '../harness/client';
import { useInstances } from '../harness/instances';
import { signedInPerson } from '../harness/people';
import { until } from '../harness/poll';
import { hasRedis, REDIS_WANTED } from '../harness/redis';

const { one, other, database } = useInstances({ ACCESS_TOKEN_SECONDS: '2', THROTTLE_AUTHENTICATED: '1000' });

async function count(what: string, email: string): Promise<number> {
  const { rows } = await database.query<{ n: number }>(
    `SELECT count(*)::int AS n FROM ${what} JOIN users u ON u.id = user_id WHERE u.email = $1`,
    [email],
  );
  return rows[0]?.n ?? 0;
}

const liveTokens = (email: string) =>
  count(
    `(SELECT s.user_id FROM refresh_tokens t JOIN sessions s ON s.id = t.session_id
      WHERE t.used_at IS NULL AND s.revoked_at IS NULL) live`,
    email,
  );

/** Tabs with one and the same pair of cookies, in turn on the one and on the other instance. */
function tabsOf(browser: Client, number: number): Client[] {
  return Array.from({ length: number }, (_, n) => client(n % 2 === 0 ? one : other, { cookies: browser.cookies }));
}

describe.skipIf(!hasRedis)(`over two instances${hasRedis ? '' : ` (${REDIS_WANTED})`}`, () => {
  /** Signed in, with an access token that has really expired. */
  async function withExpiredAccess() {
    const person = await signedInPerson(one);
    const access = person.browser.cookies.get('access_token') ?? '';
    await until('the access token to expire', async () => {
      const { status } = await client(other, { cookies: [['access_token', access]] }).get('/api/auth/session');
      const seen = await client(other, { cookies: [['access_token', access]] }).get('/api/me');
      return status === 200 && seen.status === 401;
    });
    return person;
  }

  it('a hundred parallel requests with an expired access token and one refresh token all succeed, and nobody is signed out', async () => {
    const { browser, email } = await withExpiredAccess();
    const tabs = tabsOf(browser, 100);
    const answers = await Promise.all(
      tabs.map((tab, n) => (n % 10 === 9 ? tab.get('/dashboard') : tab.get('/api/me'))),
    );
    expect(answers.map(({ status }) => status)).toEqual(Array(100).fill(200));
    expect(await liveTokens(email)).toBe(1);
    expect(await count('sessions', email)).toBe(1);
    // Whichever answer the browser kept last: each of them goes on, and leads to the same one live token.
    for (const tab of [tabs[0], tabs[49], tabs[99]]) expect((await tab?.post('/api/refresh'))?.status).toBe(200);
    expect(await liveTokens(email)).toBe(1);
    expect(await count("(SELECT user_id FROM outbox_mails WHERE template = 'session-reuse') m", email)).toBe(0);
  });

  it('the predecessor after the grace ends the session everywhere at once, with one mail', async () => {
    const { browser, email } = await withExpiredAccess();
    const thief = browser.copy();
    expect((await browser.post('/api/refresh')).status).toBe(200);
    for (const server of [one, other]) {
      expect((await client(server, { cookies: browser.cookies }).get('/api/me')).status).toBe(200);
    }
    await database.query(
      `UPDATE refresh_tokens SET used_at = used_at - interval '11 seconds' WHERE used_at IS NOT NULL`,
    );
    const replays = await Promise.all(tabsOf(thief, 10).map((tab) => tab.post('/api/refresh')));
    expect(replays.map(({ status }) => status)).toEqual(Array(10).fill(401));
    for (const server of [one, other]) {
      expect((await client(server, { cookies: browser.cookies }).get('/api/me')).status).toBe(401);
    }
    expect(await liveTokens(email)).toBe(0);
    expect(await count("(SELECT user_id FROM outbox_mails WHERE template = 'session-reuse') m", email)).toBe(1);
  });
});
