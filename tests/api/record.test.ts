import { describe, expect, it } from 'vitest';
import { AUDIT_EVENT_NAMES, findAuditWords } from '@/lib/shared/audit-events';
import { client } from '../harness/client';
import { tokenIn } from '../harness/mailbox';
import { addMail } from '../harness/mails';
import {
  activatedPerson,
  newPerson,
  registeredPerson,
  registrationOf,
  signedInAgain,
  signedInPerson,
} from '../harness/people';
import { makePolicy } from '../harness/policies';
import { until } from '../harness/poll';
import { makeRole, personWithRoles } from '../harness/roles';
import { secretIn } from '../harness/token-guard';
import { useSharedServer, WIDE_THROTTLES } from '../harness/use-server';

const server = useSharedServer(WIDE_THROTTLES);

type Row = { event: string; outcome: string; is_own: boolean | null; data: Record<string, unknown> };

/** What is on the record about somebody, or that came from this address, the oldest first. */
async function recordOf({ email = '', ip = '' }: { email?: string; ip?: string }): Promise<Row[]> {
  const { rows } = await server.database.query<Row>(
    `SELECT event, outcome, a.actor_id = a.subject_id AS is_own, data FROM audit_events a
     LEFT JOIN users u ON u.id IN (a.subject_id, a.actor_id) WHERE u.email = $1 OR a.ip = $2 ORDER BY a.at, a.id`,
    [email, ip],
  );
  return rows;
}

const eventsOf = async (who: { email?: string; ip?: string }) => (await recordOf(who)).map(({ event }) => event);

// asvs:16.3.1
describe('every authentication is on the record', () => {
  it('success with its method, and signing out with whose session it was, also without an access token', async () => {
    const person = await activatedPerson(server);
    const browser = await signedInAgain(server, person);
    browser.cookies.delete('access_token');
    await browser.post('/api/logout');
    const [opened, ended] = (await recordOf(person)).slice(-2);
    expect(opened).toEqual({ event: 'session.opened', outcome: 'success', is_own: true, data: { method: 'password' } });
    expect(ended).toMatchObject({ event: 'session.ended', outcome: 'success', is_own: true });
  });

  it('failure with its method, of an address that nobody has without the address', async () => {
    const stranger = client(server);
    const guess = { email: 'nobody-at-all@example.com', password: 'anything long enough' };
    await stranger.post('/api/login', guess);
    const [refused, ...more] = await recordOf({ ip: stranger.ip });
    const data = { refusal: 'invalid_credentials', method: 'password' };
    expect([refused, more]).toEqual([{ event: 'session.refused', outcome: 'failure', is_own: null, data }, []]);
    const { rows } = await server.database.query(
      `SELECT 1 FROM audit_events e WHERE to_jsonb(e)::text LIKE '%nobody-at-all%'`,
    );
    expect(rows).toEqual([]);
  });

  it('a password that does not vouch for a registration, and a link that is used up', async () => {
    const { email, mail } = await registeredPerson(server);
    const stranger = client(server);
    await stranger.post('/api/active-account', { activation_code: '000000', email, password: 'not what they chose' });
    await stranger.post('/api/active-account', { token: tokenIn(mail), password: 'not what they chose' });
    await server.database.query(`UPDATE challenges SET closed_at = now()`);
    await stranger.post('/api/active-account', { token: tokenIn(mail), password: 'not what they chose' });
    const refusals = (await recordOf({ ip: stranger.ip })).map(({ event, data }) => [event, data['refusal']]);
    expect(refusals).toEqual([
      ['activation.failed', 'invalid_credentials'],
      ['activation.failed', 'invalid_credentials'],
      ['activation.failed', 'invalid_token'],
    ]);
  });
});

// asvs:16.3.2 asvs:16.3.3
describe('every denial is on the record, and nobody can flood it', () => {
  it('a closing once, however often somebody knocks, and whose account it was', async () => {
    const person = await activatedPerson(server);
    const stranger = client(server);
    const guess = { email: person.email, password: 'surely not the right one' };
    for (let n = 0; n < 12; n += 1) await stranger.post('/api/login', guess);
    const lockouts = (await recordOf(person)).filter(({ event }) => event === 'lockout.closed');
    expect(lockouts).toEqual([
      { event: 'lockout.closed', outcome: 'failure', is_own: null, data: { lockout: 'login.account_address' } },
    ]);
  });

  it('the closing of registrations from one address, where it was nobody’s account', async () => {
    const stranger = client(server);
    for (let n = 0; n < 12; n += 1) await stranger.post('/api/register', registrationOf(newPerson()));
    expect((await eventsOf({ ip: stranger.ip })).filter((event) => event === 'lockout.closed')).toHaveLength(1);
  });

  it('what one may not do: twenty times, then in the log alone', async () => {
    const { browser, email } = await signedInPerson(server);
    for (let n = 0; n < 25; n += 1) expect((await browser.get('/api/audit')).status).toBe(403);
    expect((await eventsOf({ email })).filter((event) => event === 'access.denied')).toHaveLength(20);
    const logged = () => server.logs().filter((line) => line.includes('"forbidden"')).length;
    await until('each of them to be in the log', () => logged() >= 25);
  });

  it('what another site sends in somebody’s name; of strangers nothing but a line in the log', async () => {
    const { browser, email } = await signedInPerson(server);
    const fromElsewhere = { headers: { origin: 'https://evil.example' } };
    await browser.patch('/api/me', { first_name: 'Eve' }, fromElsewhere);
    const [rejected] = (await recordOf({ email })).slice(-1);
    const data = { operation: 'Change your own names', refusal: 'origin_rejected' };
    expect(rejected).toEqual({ event: 'origin.rejected', outcome: 'failure', is_own: null, data });
    const stranger = client(server, { cookies: [['theme', 'dark']] });
    expect((await stranger.post('/api/login', {}, fromElsewhere)).status).toBe(403);
    expect(await eventsOf({ ip: stranger.ip })).toEqual([]);
  });
});

// asvs:16.2.1
describe('every administrative act is on the record', () => {
  /** All but what the command line alone does: import-people.test.ts. */
  const acts = AUDIT_EVENT_NAMES.filter(
    (name) => findAuditWords(name)?.category === 'administration' && name !== 'person.imported',
  );

  it('each by its own event, by whom and on whom, and the people see theirs in words', async () => {
    const admin = await personWithRoles(server, ['admin']);
    const person = await personWithRoles(server, ['member']);
    const path = `/api/users/${person.id}`;
    const { browser } = admin;
    const role = await makeRole(browser, { level: 30 });
    const policy = await makePolicy(browser, {});
    const mail = await addMail(server.database, { userId: person.id });
    const { first_name, last_name, email } = newPerson();
    const answers = [
      await browser.patch(`/api/roles/${role}`, { level: 31 }),
      await browser.delete(`/api/roles/${role}`),
      await browser.patch(`/api/policies/${policy}`, { enabled: false }),
      await browser.delete(`/api/policies/${policy}`),
      await browser.post('/api/users', { first_name, last_name, email }),
      await browser.patch(path, { first_name: 'Kim' }),
      await browser.put(`${path}/roles`, { roles: ['member', 'manager'] }),
      await browser.post(`${path}/send-reset`),
      await browser.post(`${path}/sign-out`),
      await browser.post(`${path}/suspend`, { reason: 'Left' }),
      await browser.post(`${path}/restore`),
      await browser.post(`/api/mails/${mail}/resend`),
    ];
    expect(answers.map(({ status }) => status)).toEqual(answers.map((_, n) => (n === 4 ? 201 : 200)));
    const again = await signedInAgain(server, person);
    const theirs = (await again.get('/api/me/activity')).body['results'] as { words: string }[];
    const words = theirs.map((one) => one.words).join('; ');
    expect(words).toContain('An administrator changed your roles');
    expect(words).toContain('An administrator suspended your account');
    expect(words).not.toContain(admin.last_name);
    await browser.delete(path);
    const { rows } = await server.database.query<{ event: string; subject_id: string | null }>(
      'SELECT event, subject_id FROM audit_events WHERE actor_id = $1 ORDER BY at, id',
      [admin.id],
    );
    const done = rows.filter(({ event }) => (acts as string[]).includes(event));
    expect(done.map(({ event }) => event).toSorted()).toEqual(acts.toSorted());
    const onPerson = done.filter(({ subject_id }) => subject_id === person.id);
    expect(onPerson).toHaveLength(acts.filter((name) => /^(?:person|mail)\./.test(name)).length - 1);
  });

  it('and is told to those alone who may read it: the whole record and its end are for audit.read', async () => {
    const manager = await personWithRoles(server, ['manager']);
    for (const path of ['/api/audit', '/api/audit/verify']) {
      expect([path, (await client(server).get(path)).status, (await manager.browser.get(path)).status]).toEqual([
        path,
        401,
        403,
      ]);
    }
  });
});

// asvs:16.4.1
describe('what a client says of itself', () => {
  it('is data: it adds no entry, no line and no word of its own', async () => {
    const person = await activatedPerson(server);
    const agent = '"}]},{"event":"person.deleted","level":"error","msg":"\\n<script>alert(1)</script>';
    const browser = await signedInAgain(server, person, agent);
    const activities = (await browser.get('/api/me/activity')).body['results'] as Record<string, unknown>[];
    const opened = activities.find(({ current }) => current);
    expect(opened).toMatchObject({ words: 'Signed in from an unknown device', browser: 'Unknown browser' });
    const { rows } = await server.database.query<{ user_agent: string }>(
      'SELECT user_agent FROM audit_events WHERE id = $1',
      [opened?.['id']],
    );
    expect(rows).toEqual([{ user_agent: agent }]);
    expect(server.logs().filter((line) => line.includes('person.deleted'))).toEqual([]);
  });
});

// asvs:16.2.5
describe('the record holds no secret', () => {
  it('and the harness would find one: a password, a code, a link’s token, a cookie', async () => {
    const person = await signedInPerson(server);
    expect(person.browser.cookies.size).toBeGreaterThan(1);
    for (const value of person.browser.cookies.values()) expect(secretIn(`x ${value} y`)).toBeDefined();
    expect(secretIn(`{"data": {"tried": "${person.password}"}}`)).toBeDefined();
    const { code, mail } = await registeredPerson(server);
    await client(server).post('/api/active-account', { activation_code: code });
    expect(secretIn(`{"data": {"code": "${code}"}}`)).toBeDefined();
    expect(secretIn(`{"data": {"path": "/activate/${tokenIn(mail)}"}}`)).toBeDefined();
    expect(secretIn('{"data": {"method": "password"}, "event": "session.opened"}')).toBeUndefined();
  });
});
