import { describe, expect, it } from 'vitest';
import { client } from '../harness/client';
import { livingSessions, registeredPerson, signedInAgain, signedInPerson } from '../harness/people';
import { useSharedServer } from '../harness/use-server';

const server = useSharedServer();

describe('200', () => {
  // asvs:10.4.9
  it('ends every other session for its next request, says how many, and leaves this one and other people be', async () => {
    const person = await signedInPerson(server);
    const stranger = await signedInPerson(server);
    const others = [await signedInAgain(server, person), await signedInAgain(server, person)];
    const answer = await person.browser.delete('/api/sessions');
    expect([answer.status, answer.body]).toEqual([200, { message: '2 other sessions have ended.' }]);
    for (const other of others) {
      expect((await other.copy().get('/api/me')).status).toBe(401);
      expect((await other.post('/api/refresh')).status).toBe(401);
    }
    expect((await person.browser.get('/api/me')).status).toBe(200);
    expect((await stranger.browser.get('/api/me')).status).toBe(200);
    const { rows } = await server.database.query(
      `SELECT outcome, a.actor_id = u.id AS is_own, data FROM audit_events a JOIN users u ON u.id = a.subject_id
       WHERE u.email = $1 AND event = 'session.ended'`,
      [person.email],
    );
    expect(rows).toEqual([{ outcome: 'success', is_own: true, data: { others: 2 } }]);
  });

  it('has nothing to do where there is no other', async () => {
    const { browser } = await signedInPerson(server);
    const answer = await browser.delete('/api/sessions');
    expect([answer.status, answer.body]).toEqual([200, { message: 'You are signed in nowhere else.' }]);
  });

  it('revokes what was not seen for long as well, and does not count it', async () => {
    const person = await signedInPerson(server);
    const old = await signedInAgain(server, person);
    await server.database.query(
      `UPDATE sessions SET last_seen_at = now() - interval '8 days'
       WHERE id = (SELECT s.id FROM sessions s JOIN users u ON u.id = s.user_id WHERE u.email = $1
                   ORDER BY s.id DESC LIMIT 1)`,
      [person.email],
    );
    expect((await person.browser.delete('/api/sessions')).body['message']).toBe('You are signed in nowhere else.');
    expect((await old.post('/api/refresh')).status).toBe(401);
    expect(await livingSessions(server, person.email)).toBe(1);
  });

  it('leaves one of two that end each other in the same moment', async () => {
    const person = await signedInPerson(server);
    const other = await signedInAgain(server, person);
    const answers = await Promise.all([person.browser, other].map((browser) => browser.delete('/api/sessions')));
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 401]);
    expect(await livingSessions(server, person.email)).toBe(1);
  });
});

describe('401, 403', () => {
  it('is not for strangers, nor for people not yet activated', async () => {
    expect((await client(server).delete('/api/sessions')).status).toBe(401);
    const { email, password } = await registeredPerson(server);
    const browser = client(server);
    await browser.post('/api/login', { email, password });
    expect((await browser.delete('/api/sessions')).body['code']).toBe('not_activated');
  });
});
