import { describe, expect, it } from 'vitest';
import { FIREFOX_ON_LINUX } from '../harness/agents';
import { client, type Client } from '../harness/client';
import { registeredPerson, signedInAgain, signedInPerson, signedInWithRole } from '../harness/people';
import { useSharedServer } from '../harness/use-server';

const server = useSharedServer();

type Activity = Record<string, unknown> & { id: string; event: string; words: string };

async function activityOf(browser: Client, query = ''): Promise<Activity[]> {
  return (await browser.get(`/api/me/activity${query}`)).body['results'] as Activity[];
}

const wordsOf = async (browser: Client) => (await activityOf(browser)).map(({ words }) => words);

const INSERT = `INSERT INTO audit_events (id, at, event, outcome, actor_id, subject_id, ip, user_agent, request_id)
  SELECT gen_random_uuid(), now() - n * interval '1 second', $1, 'success', $2::uuid, $3::uuid, '198.51.100.7', $4, ''
  FROM generate_series(1, $5::int) n`;

describe('200', () => {
  it('tells in words what one did, in which session, from where, the newest first', async () => {
    const person = await registeredPerson(server);
    await person.browser.post('/api/active-account', { activation_code: person.code });
    await person.browser.post('/api/logout');
    const laptop = await signedInAgain(server, person, FIREFOX_ON_LINUX);
    const answer = await laptop.get('/api/me/activity');
    expect(answer.status).toBe(200);
    expect(answer.headers.get('cache-control')).toBe('private, no-store');
    const results = answer.body['results'] as Activity[];
    expect(results.find(({ event }) => event === 'session.opened')).toEqual({
      id: expect.any(String),
      at: expect.stringMatching(/Z$/),
      event: 'session.opened',
      words: 'Signed in from Firefox on Linux',
      outcome: 'success',
      by: 'you',
      current: true,
      ip: laptop.ip,
      browser: 'Firefox',
      os: 'Linux',
    });
    expect(results.slice(2).map(({ words, current }) => [words, current])).toEqual([
      ['A session was signed out', false],
      ...[['Account activated', false]],
      ['First sign-in from an unknown device', false],
      ['Registered with your address', false],
    ]);
    expect(answer.body['next_cursor']).toBeNull();
  });

  it('tells what strangers tried: a wrong password with the address it came from, and the closing that followed', async () => {
    const person = await signedInPerson(server);
    const stranger = client(server);
    const guess = { email: person.email, password: 'surely not the right one' };
    for (let n = 0; n < 8; n += 1) await stranger.post('/api/login', guess);
    const tried = (await activityOf(person.browser)).filter(({ ip }) => ip === stranger.ip);
    expect(tried.map(({ words, by, outcome }) => [words, by, outcome])).toEqual([
      ['Closed for a while after too many attempts', 'somebody', 'failure'],
      ...Array.from({ length: 5 }, () => ['A sign-in was refused: wrong password', 'somebody', 'failure']),
    ]);
  });

  it('does not tell which administrator it was, nor from where', async () => {
    const admin = await signedInWithRole(server, 'admin');
    const person = await signedInWithRole(server, 'manager');
    await server.database.query(INSERT, ['person.suspended', admin.id, person.id, FIREFOX_ON_LINUX, 1]);
    const activities = await activityOf(person.browser);
    const [suspended] = activities.filter(({ event }) => event === 'person.suspended');
    expect(suspended).toMatchObject({ by: 'administrator', words: 'An administrator suspended your account' });
    expect(suspended).toMatchObject({ ip: null, browser: null, os: null });
    const said = JSON.stringify(activities);
    expect([admin.id, admin.email, '198.51.100.7', 'Firefox'].filter((text) => said.includes(text))).toEqual([]);
    expect(await wordsOf(admin.browser)).toContain('You suspended somebody');
  });

  it('is one’s own alone', async () => {
    const [one, other] = [await signedInPerson(server), await signedInPerson(server)];
    await one.browser.patch('/api/me', { first_name: 'Noa' });
    expect(await wordsOf(one.browser)).toContain('Profile changed');
    expect(await wordsOf(other.browser)).not.toContain('Profile changed');
  });

  it('goes on where the last page ended, with every entry once', async () => {
    const { browser, id } = await signedInWithRole(server, 'manager');
    await server.database.query(INSERT, ['profile.updated', id, id, '', 70]);
    await server.database.query(INSERT, ['role.created', id, null, '', 60]);
    const seen: string[] = [];
    let cursor: unknown = '';
    for (let pages = 0; typeof cursor === 'string'; pages += 1) {
      expect(pages).toBeLessThan(4);
      const { body } = await browser.get(`/api/me/activity${cursor === '' ? '' : `?cursor=${cursor}`}`);
      seen.push(...(body['results'] as Activity[]).map((entry) => entry.id));
      cursor = body['next_cursor'];
    }
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.length).toBeGreaterThanOrEqual(130);
  });
});

describe('400, 401, 403', () => {
  it('a cursor of nobody’s is refused', async () => {
    const { browser } = await signedInPerson(server);
    const answer = await browser.get('/api/me/activity?cursor=nonsense');
    expect([answer.status, answer.body['code']]).toEqual([400, 'invalid_input']);
    expect((await browser.get('/settings/activity?cursor=nonsense')).status).toBe(404);
  });

  it('is not for strangers, nor for people not yet activated', async () => {
    expect((await client(server).get('/api/me/activity')).status).toBe(401);
    const { email, password } = await registeredPerson(server);
    const browser = client(server);
    await browser.post('/api/login', { email, password });
    const answer = await browser.get('/api/me/activity');
    expect([answer.status, answer.body['code']]).toEqual([403, 'not_activated']);
  });
});
