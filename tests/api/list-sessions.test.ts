import { describe, expect, it } from 'vitest';
import { EDGE_ON_WINDOWS, FIREFOX_ON_LINUX, SAFARI_ON_IOS } from '../harness/agents';
import { client, type Client } from '../harness/client';
import { registeredPerson, signedInAgain, signedInPerson } from '../harness/people';
import { useSharedServer } from '../harness/use-server';

const server = useSharedServer();

type Session = { id: string; current: boolean; browser: string; os: string };

async function sessionsOf(browser: Client): Promise<Session[]> {
  return (await browser.get('/api/sessions')).body['results'] as Session[];
}

describe('200', () => {
  // asvs:15.3.1
  it('tells where the person is signed in: this session first, then the newest seen, and nothing beside it', async () => {
    const person = await signedInPerson(server);
    const phone = await signedInAgain(server, person, SAFARI_ON_IOS);
    await signedInAgain(server, person, EDGE_ON_WINDOWS);
    const laptop = await signedInAgain(server, person, FIREFOX_ON_LINUX);
    await phone.post('/api/refresh');
    const answer = await laptop.get('/api/sessions');
    expect(answer.status).toBe(200);
    expect(answer.headers.get('cache-control')).toBe('private, no-store');
    const results = answer.body['results'] as Session[];
    expect(results.map(({ browser, os, current }) => [browser, os, current])).toEqual([
      ['Firefox', 'Linux', true],
      ['Safari', 'iOS', false],
      ['Microsoft Edge', 'Windows', false],
      ['Unknown browser', 'Unknown system', false],
    ]);
    expect(results[0]).toEqual({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      current: true,
      created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      last_seen_at: expect.stringMatching(/Z$/),
      ip: laptop.ip,
      user_agent: FIREFOX_ON_LINUX,
      browser: 'Firefox',
      os: 'Linux',
    });
  });

  it('marks each browser’s own session as the current one', async () => {
    const person = await signedInPerson(server);
    const other = await signedInAgain(server, person);
    const currentOf = async (browser: Client) => (await sessionsOf(browser)).filter(({ current }) => current);
    const [[mine], [theirs]] = await Promise.all([currentOf(person.browser), currentOf(other)]);
    expect(mine?.id).not.toBe(theirs?.id);
    const ids = (sessions: Session[]) => sessions.map(({ id }) => id).toSorted();
    expect(ids(await sessionsOf(person.browser))).toEqual(ids(await sessionsOf(other)));
  });

  it('leaves out what was signed out, what ran out, what was not seen for too long, and other people', async () => {
    const person = await signedInPerson(server);
    await signedInPerson(server);
    await (await signedInAgain(server, person)).post('/api/logout');
    const over = "created_at = created_at - interval '31 days', expires_at = expires_at - interval '31 days'";
    for (const change of [over, "last_seen_at = now() - interval '8 days'"]) {
      const [gone] = (await sessionsOf(await signedInAgain(server, person))).filter(({ current }) => current);
      await server.database.query(`UPDATE sessions SET ${change} WHERE id = $1`, [gone?.id]);
    }
    const sessions = await sessionsOf(person.browser);
    expect(sessions.map(({ current }) => current)).toEqual([true]);
  });

  it('tells of a hundred, and the current one is among them', async () => {
    const { browser, email } = await signedInPerson(server);
    await server.database.query(
      `INSERT INTO sessions (id, user_id, remember, ip, user_agent, created_at, last_seen_at, expires_at)
       SELECT gen_random_uuid(), u.id, true, '10.0.0.1', '', now(), now() + interval '1 s', now() + interval '1 day'
       FROM users u, generate_series(1, 120) WHERE u.email = $1`,
      [email],
    );
    const sessions = await sessionsOf(browser);
    expect([sessions.length, sessions[0]?.current]).toEqual([100, true]);
  });
});

describe('401, 403', () => {
  it('is not for strangers, nor for people not yet activated', async () => {
    expect((await client(server).get('/api/sessions')).status).toBe(401);
    const { email, password } = await registeredPerson(server);
    const browser = client(server);
    await browser.post('/api/login', { email, password });
    const answer = await browser.get('/api/sessions');
    expect([answer.status, answer.body['code']]).toEqual([403, 'not_activated']);
  });
});
