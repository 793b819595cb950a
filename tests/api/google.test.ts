import { describe, expect, it } from 'vitest';
import { client } from '../harness/client';
import { mailsTo, waitForMail } from '../harness/mailbox';
import { activatedPerson, livingSessions, newPerson, registeredPerson, signedInPerson } from '../harness/people';
import { locationOf, newClaims, signInAtProvider, startAtProvider, walkProvider } from '../harness/provider-walk';
import { useProvider } from '../harness/use-provider';

const { provider, server } = await useProvider();

/** The code at the end of the way, or where it led. */
async function outcome(browser: ReturnType<typeof client>, claims: Parameters<typeof signInAtProvider>[2]) {
  const answer = await signInAtProvider(provider, browser, claims);
  return locationOf(answer).replace(server.url, '');
}

async function count(table: 'users' | 'accounts', email: string): Promise<number> {
  const { rows } = await server.database.query<{ n: number }>(
    `SELECT count(*)::int AS n FROM ${table} WHERE email = $1`,
    [email],
  );
  return rows[0]?.n ?? -1;
}

const suspend = (email: string) =>
  server.database.query('UPDATE users SET suspended_at = now() WHERE email = $1', [email]);

async function refusalsOf(email: string): Promise<unknown[]> {
  const { rows } = await server.database.query<{ data: unknown }>(
    `SELECT a.data FROM audit_events a JOIN users u ON u.id = a.subject_id
     WHERE u.email = $1 AND a.event = 'session.refused'`,
    [email],
  );
  return rows.map(({ data }) => data);
}

describe('somebody new', () => {
  it('becomes a person, activated, with the provider’s names and the default role', async () => {
    const claims = newClaims();
    const browser = client(server);
    expect(await outcome(browser, claims)).toBe('/dashboard');
    const me = await browser.get('/api/me');
    const { email } = claims;
    const names = { first_name: 'Ada', last_name: 'King' };
    expect(me.body).toMatchObject({ email, ...names, is_activated: true, roles: ['member'] });
  });

  // asvs:6.8.1 asvs:10.3.3 asvs:10.5.2
  it('is who they were when they come back, even with another address', async () => {
    const claims = newClaims();
    const browser = client(server);
    await outcome(browser, claims);
    const { body: before } = await browser.get('/api/me');
    const again = client(server);
    await outcome(again, { ...claims, email: newPerson().email, email_verified: false, given_name: 'Grace' });
    const { body: after } = await again.get('/api/me');
    expect([after['id'], after['email'], after['first_name']]).toEqual([before['id'], claims.email, 'Ada']);
  });

  it('is one of two when two come in a row in one browser, and the first one’s session ends', async () => {
    const browser = client(server);
    const [first, second] = [newClaims(), newClaims()];
    await outcome(browser, first);
    const thief = browser.copy();
    await outcome(browser, second);
    expect((await browser.get('/api/me')).body['email']).toBe(second.email);
    expect((await thief.get('/api/me')).status).toBe(401);
    expect(await livingSessions(server, first.email)).toBe(0);
  });

  it('is one person after five first sign-ins at the same moment', async () => {
    const claims = newClaims();
    const browsers = Array.from({ length: 5 }, () => client(server));
    const ways = await Promise.all(
      browsers.map(async (browser) => walkProvider(provider, locationOf(await startAtProvider(browser)), claims)),
    );
    const answers = await Promise.all(browsers.map((browser, at) => browser.get(ways[at] ?? '')));
    expect(answers.map(locationOf)).toEqual(Array(5).fill(`${server.url}/dashboard`));
    const ids = await Promise.all(browsers.map(async (browser) => (await browser.get('/api/me')).body['id']));
    expect(new Set(ids).size).toBe(1);
    expect([await count('users', claims.email), await count('accounts', claims.email)]).toEqual([1, 1]);
  });

  it('has names that our rules allow, whatever the provider says', async () => {
    const claims = newClaims({ given_name: '<b>https://win.example</b>', family_name: ' '.repeat(9) });
    const browser = client(server);
    await outcome(browser, claims);
    const { body } = await browser.get('/api/me');
    const localPart = claims.email.split('@')[0];
    expect([body['first_name'], body['last_name']]).toEqual([localPart, localPart]);
  });

  it('is refused without a verified address, and nothing is made', async () => {
    for (const own of [{ email_verified: false }, { email: '' }, { email: 'no address' }]) {
      const claims = newClaims(own);
      const browser = client(server);
      expect(await outcome(browser, claims)).toBe('/login?error=EmailNotVerified');
      expect(browser.cookies.has('access_token')).toBe(false);
      expect(await count('users', claims.email)).toBe(0);
    }
  });
});

describe('an address that an activated person has', () => {
  it('joins that person, however it is spelled, keeps the password, and is told by mail', async () => {
    const person = await activatedPerson(server);
    const browser = client(server);
    const claims = newClaims({ email: person.email.toUpperCase() });
    expect(await outcome(browser, claims)).toBe('/dashboard');
    const me = await browser.get('/api/me');
    expect([me.body['email'], me.body['first_name']]).toEqual([person.email, person.first_name]);
    const mail = await waitForMail(server, person.email, ({ subject }) => subject.includes('way to sign in was added'));
    expect(mail.text).toContain('Google');
    const { email, password } = person;
    expect((await client(server).post('/api/login', { email, password })).status).toBe(200);
    await outcome(client(server), claims);
    const mails = await mailsTo(server, person.email);
    expect(mails.filter(({ subject }) => subject.includes('was added'))).toHaveLength(1);
  });

  it('is not joined by one that only looks like it, whoever verified that', async () => {
    const person = await activatedPerson(server);
    const browser = client(server);
    const lookAlike = person.email.replace('v', '\uff56');
    expect(await outcome(browser, newClaims({ email: lookAlike }))).toBe('/login?error=EmailNotVerified');
    expect(browser.cookies.has('access_token')).toBe(false);
  });

  it('is not joined by an unverified one', async () => {
    const person = await activatedPerson(server);
    const claims = newClaims({ email: person.email, email_verified: false });
    expect(await outcome(client(server), claims)).toBe('/login?error=EmailNotVerified');
    expect(await count('accounts', person.email)).toBe(0);
  });

  // asvs:6.8.1 asvs:10.3.3
  it('is not joined by a second identity', async () => {
    const claims = newClaims();
    await outcome(client(server), claims);
    const second = newClaims({ email: claims.email });
    expect(await outcome(client(server), second)).toBe('/login?error=OtherIdentity');
    expect(await refusalsOf(claims.email)).toEqual([{ refusal: 'other_identity', method: 'google' }]);
  });
});

describe('an address that was registered before, and never activated', () => {
  it('belongs to the provider’s user: password, code, link and session of whoever registered it are dead', async () => {
    const squatter = await registeredPerson(server, { first_name: 'Mallory' });
    const { email, password } = squatter;
    expect((await squatter.browser.post('/api/login', { email, password })).status).toBe(200);
    const waiting = squatter.browser.copy();
    const owner = client(server);
    expect(await outcome(owner, newClaims({ email }))).toBe('/dashboard');
    expect((await owner.get('/api/me')).body).toMatchObject({ email, first_name: 'Ada', is_activated: true });
    expect((await waiting.post('/api/refresh')).status).toBe(401);
    expect((await client(server).post('/api/login', { email, password })).status).toBe(401);
    const late = await squatter.browser.post('/api/active-account', { activation_code: squatter.code });
    expect(late.status).toBeGreaterThanOrEqual(400);
    expect((await squatter.browser.get('/api/me')).status).toBe(401);
    expect(await livingSessions(server, email)).toBe(1);
  });

  it('is one person when the code and the provider come at the same moment', async () => {
    const person = await registeredPerson(server);
    const owner = client(server);
    const way = await walkProvider(
      provider,
      locationOf(await startAtProvider(owner)),
      newClaims({ email: person.email }),
    );
    await Promise.all([owner.get(way), person.browser.post('/api/active-account', { activation_code: person.code })]);
    expect((await owner.get('/api/me')).body['email']).toBe(person.email);
    expect([await count('users', person.email), await count('accounts', person.email)]).toEqual([1, 1]);
  });
});

describe('a suspended person', () => {
  it('is refused by a known identity and by the address, on the record', async () => {
    const claims = newClaims();
    await outcome(client(server), claims);
    await suspend(claims.email);
    const browser = client(server);
    expect(await outcome(browser, claims)).toBe('/login?error=AccountSuspended');
    expect(browser.cookies.has('access_token')).toBe(false);
    expect(await refusalsOf(claims.email)).toEqual([{ refusal: 'account_suspended', method: 'google' }]);
    const other = await signedInPerson(server);
    await suspend(other.email);
    expect(await outcome(client(server), newClaims({ email: other.email }))).toBe('/login?error=AccountSuspended');
    expect(await count('accounts', other.email)).toBe(0);
  });
});
