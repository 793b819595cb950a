import { describe, expect, it } from 'vitest';
import { client } from '../harness/client';
import { waitForMail } from '../harness/mailbox';
import { activatedPerson, registeredPerson } from '../harness/people';
import { locationOf, newClaims, signInAtProvider, startAtProvider, walkProvider } from '../harness/provider-walk';
import { useProvider } from '../harness/use-provider';

const { provider, server } = await useProvider();
const GOOGLE = '/api/connections/google';

/** Somebody with a password, who is connected and signed in through the provider. */
async function connectedPerson() {
  const person = await activatedPerson(server);
  const claims = newClaims({ email: person.email });
  await signInAtProvider(provider, person.browser, claims);
  return { ...person, claims };
}

describe('200', () => {
  // asvs:6.3.7 asvs:6.5.6
  it('disconnects, on the record, and tells the person by mail', async () => {
    const { browser, email, password } = await connectedPerson();
    const answer = await browser.delete(GOOGLE);
    expect([answer.status, answer.body]).toEqual([200, { message: 'Google is disconnected.' }]);
    expect((await browser.get('/api/connections')).body).toEqual({ results: [] });
    const { rows } = await server.database.query(
      `SELECT a.data FROM audit_events a JOIN users u ON u.id = a.subject_id
       WHERE u.email = $1 AND event = 'connection.removed'`,
      [email],
    );
    expect(rows).toEqual([{ data: { provider: 'google' } }]);
    await waitForMail(server, email, ({ subject }) => subject.includes('was removed'));
    expect((await client(server).post('/api/login', { email, password })).status).toBe(200);
  });

  it('happens once of two at the same moment', async () => {
    const { browser } = await connectedPerson();
    const answers = await Promise.all([browser.delete(GOOGLE), browser.copy().delete(GOOGLE)]);
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200, 404]));
  });

  it('leaves an account whole that is signed in to at the same moment', async () => {
    const { browser, claims, email } = await connectedPerson();
    const again = client(server);
    const way = await walkProvider(provider, locationOf(await startAtProvider(again)), claims);
    const [removed, arrived] = await Promise.all([browser.delete(GOOGLE), again.get(way)]);
    expect([removed.status, arrived.status]).toEqual([200, 302]);
    const { rows } = await server.database.query('SELECT count(*)::int AS n FROM users WHERE email = $1', [email]);
    expect(rows).toEqual([{ n: 1 }]);
  });
});

describe('401 and 403', () => {
  it('refuses strangers and accounts that are not activated', async () => {
    expect((await client(server).delete(GOOGLE)).status).toBe(401);
    const { browser, email, password } = await registeredPerson(server);
    await browser.post('/api/login', { email, password });
    expect((await browser.delete(GOOGLE)).body['code']).toBe('not_activated');
  });
});

describe('404', () => {
  it.each(['google', 'github', 'constructor', '%2e%2e'])(
    'knows no connection to %s that there is not',
    async (name) => {
      const { browser, email, password } = await activatedPerson(server);
      await browser.post('/api/login', { email, password });
      const answer = await browser.delete(`/api/connections/${name}`);
      expect([answer.status, answer.body['code']]).toEqual([404, 'not_found']);
    },
  );
});

describe('409', () => {
  it('keeps the last way in, and says what to do first', async () => {
    const browser = client(server);
    await signInAtProvider(provider, browser, newClaims());
    const answer = await browser.delete(GOOGLE);
    expect([answer.status, answer.body['code']]).toEqual([409, 'conflict']);
    expect(answer.body['detail']).toContain('Set a password first');
    expect((await browser.get('/api/connections')).body['results']).toHaveLength(1);
  });
});
