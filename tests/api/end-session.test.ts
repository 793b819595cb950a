import { describe, expect, it } from 'vitest';
import { client, type Client } from '../harness/client';
import { livingSessions, registeredPerson, signedInAgain, signedInPerson } from '../harness/people';
import { useSharedServer } from '../harness/use-server';

const server = useSharedServer();

async function currentId(browser: Client): Promise<string> {
  const results = (await browser.get('/api/sessions')).body['results'] as { id: string; current: boolean }[];
  return results.find(({ current }) => current)?.id ?? '';
}

describe('200', () => {
  // asvs:10.4.9
  it('ends that session for its very next request, and no other', async () => {
    const person = await signedInPerson(server);
    const [other, third] = [await signedInAgain(server, person), await signedInAgain(server, person)];
    const answer = await person.browser.delete(`/api/sessions/${await currentId(other)}`);
    expect([answer.status, answer.setCookies]).toEqual([200, []]);
    expect((await other.copy().get('/api/me')).status).toBe(401);
    expect((await other.post('/api/refresh')).status).toBe(401);
    expect((await third.get('/api/me')).status).toBe(200);
    expect((await person.browser.get('/api/me')).status).toBe(200);
  });

  it('ends the one that asks, and clears its cookies as signing out does', async () => {
    const { browser } = await signedInPerson(server);
    const thief = browser.copy();
    const answer = await browser.delete(`/api/sessions/${await currentId(browser)}`);
    expect(answer.status).toBe(200);
    expect([...browser.cookies.keys()]).toEqual([]);
    expect((await thief.get('/api/me')).status).toBe(401);
  });

  // asvs:2.3.4 asvs:15.4.2
  it('is once only: of ten parallel requests one ends it, and the others find nothing', async () => {
    const person = await signedInPerson(server);
    const id = await currentId(await signedInAgain(server, person));
    const answers = await Promise.all(Array.from({ length: 10 }, () => person.browser.delete(`/api/sessions/${id}`)));
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, ...Array<number>(9).fill(404)]);
    const { rows } = await server.database.query(
      `SELECT outcome, actor_id = subject_id AS is_own, ip FROM audit_events
       WHERE event = 'session.ended' AND session_id = $1`,
      [id],
    );
    expect(rows).toEqual([{ outcome: 'success', is_own: true, ip: person.browser.ip }]);
  });

  it('takes nothing from who signs in again in that browser at the same moment', async () => {
    const person = await signedInPerson(server);
    const other = await signedInAgain(server, person);
    const id = await currentId(other);
    const { email, password } = person;
    const [signedIn] = await Promise.all([
      other.post('/api/login', { email, password }),
      ...Array.from({ length: 10 }, () => person.browser.delete(`/api/sessions/${id}`)),
    ]);
    expect(signedIn.status).toBe(200);
    expect((await other.get('/api/me')).status).toBe(200);
    expect(await livingSessions(server, email)).toBe(2);
  });
});

describe('401, 403', () => {
  it('is not for strangers, nor for people not yet activated, nor for other sites', async () => {
    const { browser } = await signedInPerson(server);
    const path = `/api/sessions/${await currentId(browser)}`;
    expect((await client(server).delete(path)).status).toBe(401);
    const { email, password } = await registeredPerson(server);
    const pending = client(server);
    await pending.post('/api/login', { email, password });
    expect((await pending.delete(path)).body['code']).toBe('not_activated');
    const forged = await browser.delete(path, undefined, { headers: { origin: 'https://evil.example' } });
    expect(forged.body['code']).toBe('origin_rejected');
    expect((await browser.get('/api/me')).status).toBe(200);
  });
});

describe('404', () => {
  it('is the one answer for another person’s session, an unknown, a malformed and an ended one', async () => {
    const person = await signedInPerson(server);
    const stranger = await signedInPerson(server);
    const other = await signedInAgain(server, person);
    const ended = await currentId(other);
    await other.post('/api/logout');
    const unseen = await currentId(await signedInAgain(server, person));
    await server.database.query("UPDATE sessions SET last_seen_at = now() - interval '8 days' WHERE id = $1", [unseen]);
    const ids = [
      await currentId(stranger.browser),
      '0192f3c4-5b6a-7c8d-9e0f-a1b2c3d4e5f6',
      ended,
      unseen,
      'x',
      '%00',
      "'%20OR%201=1",
    ];
    const answers = await Promise.all(ids.map((id) => person.browser.delete(`/api/sessions/${id}`)));
    for (const { status, body } of answers) {
      expect([status, { ...body, request_id: '' }]).toEqual([404, { ...answers[0]?.body, request_id: '' }]);
    }
    expect((await stranger.browser.get('/api/me')).status).toBe(200);
  });
});
