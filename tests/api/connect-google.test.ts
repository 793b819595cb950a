import { beforeAll, describe, expect, it } from 'vitest';
import { client, type Client } from '../harness/client';
import { waitForMail } from '../harness/mailbox';
import type { Claims } from '../harness/openid-provider';
import { activatedPerson, newPerson, signedInAgain, signedInPerson } from '../harness/people';
import { locationOf, newClaims, signInAtProvider, startAtProvider, walkProvider } from '../harness/provider-walk';
import { useProvider } from '../harness/use-provider';
import { useSettings } from '../harness/use-settings';

const { provider, server } = await useProvider();
let sealConnect: (sessionId: string, now: Date) => string;

// Its keys are this process's, too.
useSettings(() => ({ APP_URL: server.url }));
beforeAll(async () => {
  ({ sealConnect } = await import('@/lib/domain/tokens'));
});

async function sessionOf(email: string): Promise<string> {
  const { rows } = await server.database.query<{ id: string }>(
    `SELECT s.id FROM sessions s JOIN users u ON u.id = s.user_id
     WHERE u.email = $1 AND s.revoked_at IS NULL ORDER BY s.id DESC`,
    [email],
  );
  return rows[0]?.id ?? '';
}

/** What the button in the settings does before the way to the provider; the browser tests press it. */
async function wish(browser: Client, sessionId: string, now = new Date()): Promise<void> {
  browser.cookies.set('connect', sealConnect(sessionId, now));
}

/** The whole way with the wish in the browser's hands at its end. */
async function connect(browser: Client, sessionId: string, claims: Claims, now = new Date()): Promise<string> {
  const start = locationOf(await startAtProvider(browser, '/settings/connections'));
  const way = await walkProvider(provider, start, claims);
  await wish(browser, sessionId, now);
  return locationOf(await browser.get(way)).replace(server.url, '');
}

const connectionsOf = async (browser: Client) => (await browser.get('/api/connections')).body['results'];

describe('who wished to connect, in this very session', () => {
  it('is connected, whatever the address at the provider, and told by mail; the session stays', async () => {
    const { browser, email } = await signedInPerson(server);
    const before = browser.cookies.get('access_token');
    const claims = newClaims();
    expect(await connect(browser, await sessionOf(email), claims)).toBe('/settings/connections');
    expect(await connectionsOf(browser)).toMatchObject([{ provider: 'google', email: claims.email }]);
    expect(browser.cookies.get('access_token')).toBe(before);
    expect(browser.cookies.has('connect')).toBe(false);
    const mail = await waitForMail(server, email, ({ subject }) => subject.includes('was added'));
    expect(mail.text).toContain(claims.email);
  });

  it('can be connected with nothing but the refresh token left, which stays unspent', async () => {
    const { browser, email } = await signedInPerson(server);
    browser.cookies.delete('access_token');
    expect(await connect(browser, await sessionOf(email), newClaims())).toBe('/settings/connections');
    expect(browser.cookies.has('access_token')).toBe(false);
    expect(await connectionsOf(browser)).toHaveLength(1);
  });

  it('may do it twice with one identity, and not with two', async () => {
    const { browser, email } = await signedInPerson(server);
    const claims = newClaims();
    const session = await sessionOf(email);
    expect(await connect(browser, session, claims)).toBe('/settings/connections');
    expect(await connect(browser, session, claims)).toBe('/settings/connections');
    expect(await connect(browser, session, newClaims())).toBe('/settings/connections?error=OtherIdentity');
    expect(await connectionsOf(browser)).toMatchObject([{ email: claims.email }]);
  });

  it('does not get what is somebody else’s way in, nor an unverified address', async () => {
    const { browser, email } = await signedInPerson(server);
    const session = await sessionOf(email);
    const taken = newClaims();
    await signInAtProvider(provider, client(server), taken);
    expect(await connect(browser, session, taken)).toBe('/settings/connections?error=IdentityTaken');
    const unverified = newClaims({ email_verified: false });
    expect(await connect(browser, session, unverified)).toBe('/settings/connections?error=EmailNotVerified');
    expect(await connectionsOf(browser)).toEqual([]);
  });

  it('gets one of two that are connected at the same moment', async () => {
    const person = await signedInPerson(server);
    const session = await sessionOf(person.email);
    const tabs = [person.browser, person.browser.copy()];
    const ways = await Promise.all(
      tabs.map(async (tab) => walkProvider(provider, locationOf(await startAtProvider(tab)), newClaims())),
    );
    await Promise.all(tabs.map((tab) => wish(tab, session)));
    const answers = await Promise.all(tabs.map((tab, at) => tab.get(ways[at] ?? '')));
    const errors = answers.map((answer) => new URL(locationOf(answer)).searchParams.get('error'));
    expect(new Set(errors)).toEqual(new Set(['OtherIdentity', null]));
    expect(await connectionsOf(person.browser)).toHaveLength(1);
  });
});

// asvs:7.5.1 asvs:7.6.2
describe('nobody is connected, and nobody signed in instead,', () => {
  it.each<[what: string, wish: (email: string) => Promise<[sessionId: string, now?: Date]>]>([
    [
      'by the wish of another session of the same person',
      async (email) => {
        const earlier = await sessionOf(email);
        const { rows } = await server.database.query<{ id: string }>(
          `SELECT s.id FROM sessions s JOIN users u ON u.id = s.user_id WHERE u.email = $1 AND s.id <> $2`,
          [email, earlier],
        );
        return [rows[0]?.id ?? ''];
      },
    ],
    [
      'by the wish of another person',
      async () => {
        const other = await activatedPerson(server);
        await signedInAgain(server, other);
        return [await sessionOf(other.email)];
      },
    ],
    ['by a wish of eleven minutes ago', async (email) => [await sessionOf(email), new Date(Date.now() - 660_000)]],
  ])('%s', async (_, wished) => {
    const person = await signedInPerson(server);
    const browser = await signedInAgain(server, person);
    const [session, now] = await wished(person.email);
    const claims = newClaims();
    expect(await connect(browser, session, claims, now)).toBe('/settings/connections?error=ConnectExpired');
    expect(await connectionsOf(browser)).toEqual([]);
    expect((await browser.get('/api/me')).body['email']).toBe(person.email);
    const { rows } = await server.database.query('SELECT 1 FROM users WHERE email = $1', [claims.email]);
    expect(rows).toEqual([]);
  });

  it('after the session of the wish has ended', async () => {
    const { browser, email } = await signedInPerson(server);
    const session = await sessionOf(email);
    const thief = browser.copy();
    await browser.post('/api/logout');
    const claims = newClaims();
    expect(await connect(thief, session, claims)).toBe('/settings/connections?error=ConnectExpired');
    const { rows } = await server.database.query('SELECT 1 FROM accounts WHERE email = $1', [claims.email]);
    expect(rows).toEqual([]);
  });

  it('by garbage in the place of a wish', async () => {
    const { browser } = await signedInPerson(server);
    const way = await walkProvider(provider, locationOf(await startAtProvider(browser)), newClaims());
    browser.cookies.set('connect', 'a.b.c.d.e');
    expect(locationOf(await browser.get(way))).toBe(`${server.url}/settings/connections?error=ConnectExpired`);
    expect(await connectionsOf(browser)).toEqual([]);
  });
});

it('a sign-in that begins after a wish is a sign-in', async () => {
  const { browser, email } = await signedInPerson(server);
  await wish(browser, await sessionOf(email));
  const claims = newClaims({ email: newPerson().email });
  expect(locationOf(await signInAtProvider(provider, browser, claims))).toBe(`${server.url}/dashboard`);
  expect((await browser.get('/api/me')).body['email']).toBe(claims.email);
});
