import { Client as PostgresClient } from 'pg';
import { describe, expect, it, onTestFinished } from 'vitest';
import { GOOD_FOR_MS } from '@/lib/http/request-scope';
import { client, nextAddress, type Client } from '../harness/client';
import { waitForMail } from '../harness/mailbox';
import { livingSessions, registeredPerson, signedInAgain, signedInPerson } from '../harness/people';
import { until } from '../harness/poll';
import { callAction, serverActions } from '../harness/server-actions';
import { useSharedServer } from '../harness/use-server';

const server = useSharedServer();

const FRESH = 'a wholly new sentence';

function change(browser: Client, current_password: string, new_password = FRESH, confirm_password = new_password) {
  return browser.post('/api/change-password', { current_password, new_password, confirm_password });
}

async function count(sql: string, email: string): Promise<number> {
  const { rows } = await server.database.query<{ n: number }>(`SELECT count(*)::int AS n ${sql}`, [email]);
  return rows[0]?.n ?? 0;
}

const mailsOf = (email: string, template: string) =>
  count(`FROM outbox_mails m JOIN users u ON u.id = m.user_id WHERE u.email = $1 AND template = '${template}'`, email);

describe('200', () => {
  // asvs:6.2.2
  it('makes the new password the only one, and this browser goes on', async () => {
    const { browser, email, password } = await signedInPerson(server);
    const answer = await change(browser, password);
    expect(answer.status).toBe(200);
    expect((await browser.get('/api/me')).status).toBe(200);
    expect((await browser.post('/api/refresh')).status).toBe(200);
    expect((await client(server).post('/api/login', { email, password })).status).toBe(401);
    expect((await client(server).post('/api/login', { email, password: FRESH })).status).toBe(200);
  });

  // asvs:7.4.3
  it('ends every other session, and every copy of this one’s tokens, which is not taken for theft', async () => {
    const person = await signedInPerson(server);
    const other = await signedInAgain(server, person);
    const copy = person.browser.copy();
    const refreshed = person.browser.copy();
    await refreshed.post('/api/refresh');
    await change(person.browser, person.password);
    for (const dead of [other, copy, refreshed]) {
      expect((await dead.copy().get('/api/me')).status).toBe(401);
      expect((await dead.post('/api/refresh')).status).toBe(401);
    }
    expect((await person.browser.get('/api/me')).status).toBe(200);
    expect(await livingSessions(server, person.email)).toBe(1);
    expect(await mailsOf(person.email, 'session-reuse')).toBe(0);
  });

  it('is said by the form that asked for it, however long it took', async () => {
    const { browser, email, password } = await signedInPerson(server);
    const holder = new PostgresClient(server.database.url);
    await holder.connect();
    onTestFinished(() => holder.end());
    await holder.query('BEGIN');
    await holder.query('SELECT 1 FROM users WHERE email = $1 FOR UPDATE', [email]);
    const { id = '' } = serverActions().find(({ name }) => name === 'changePasswordAction') ?? {};
    const fields = { current_password: password, new_password: FRESH, confirm_password: FRESH };
    const answer = callAction(browser, '/settings/password', id, fields);
    const sentAt = performance.now();
    await until(
      'what was found out about the request to be out of date',
      () => performance.now() > sentAt + GOOD_FOR_MS,
    );
    await holder.query('COMMIT');
    const { status, text } = await answer;
    expect([status, text]).toEqual([200, expect.stringContaining('Your password is changed.')]);
    // The page that comes along is this browser's, in its new session.
    expect(text).not.toContain('NEXT_REDIRECT');
  });

  it('takes nothing from a tab whose request, sent before the change, is answered after it', async () => {
    const { browser, password } = await signedInPerson(server);
    const late = client(server, { cookies: [['refresh_token', browser.cookies.get('refresh_token') ?? '']] });
    await change(browser, password);
    for (const answer of [await late.get('/api/me'), await late.post('/api/refresh')]) {
      expect(answer.status).toBe(401);
      expect(answer.setCookies).toEqual([]);
    }
  });

  // asvs:6.3.7
  it('tells the owner, once', async () => {
    const { browser, email, password } = await signedInPerson(server, { first_name: 'Noor' });
    await change(browser, password);
    const mail = await waitForMail(server, email, ({ subject }) => subject.endsWith('password was changed'));
    expect(mail.text).toContain('Hello Noor,');
    expect(mail.text).toContain(browser.ip);
    expect(await mailsOf(email, 'password-changed')).toBe(1);
  });

  it('keeps a session that is to end with the browser one of that kind', async () => {
    const { email, password } = await signedInPerson(server);
    const browser = client(server);
    await browser.post('/api/login', { email, password, remember: false });
    const lines = (await change(browser, password)).setCookies;
    expect(lines).toHaveLength(2);
    for (const line of lines) expect(line).not.toMatch(/max-age|expires/i);
  });

  // asvs:2.3.4 asvs:15.4.2
  it('is one of several that start from the same password: the others are told that it is not right any more', async () => {
    const person = await signedInPerson(server);
    const browsers = [person.browser, await signedInAgain(server, person), await signedInAgain(server, person)];
    const answers = await Promise.all(browsers.map((browser, n) => change(browser, person.password, `${FRESH} ${n}`)));
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 401, 401]);
    const winner = answers.findIndex(({ status }) => status === 200);
    const { email } = person;
    expect(await livingSessions(server, email)).toBe(1);
    expect(await mailsOf(email, 'password-changed')).toBe(1);
    const signIn = await client(server).post('/api/login', { email, password: `${FRESH} ${winner}` });
    expect(signIn.status).toBe(200);
  });

  it('changes nothing for a session that is ended in the same moment', async () => {
    const { browser, email, password } = await signedInPerson(server);
    const [changed] = await Promise.all([change(browser.copy(), password), browser.post('/api/logout')]);
    const right = changed.status === 200 ? FRESH : password;
    expect([200, 401]).toContain(changed.status);
    expect(await livingSessions(server, email)).toBe(changed.status === 200 ? 1 : 0);
    expect((await client(server).post('/api/login', { email, password: right })).status).toBe(200);
  });
});

describe('400', () => {
  it('wants another password than the one there is', async () => {
    const { browser, password } = await signedInPerson(server);
    const answer = await change(browser, password, password);
    expect([answer.status, answer.body['code']]).toEqual([400, 'invalid_input']);
    expect(answer.body['fields']).toEqual({ new_password: ['This is the password that you have now.'] });
  });

  it('says everything that is wrong with the new one, each under its field', async () => {
    const { browser, password } = await signedInPerson(server);
    const answer = await change(browser, password, '1234', 'x');
    expect([answer.status, answer.body['code']]).toEqual([400, 'invalid_input']);
    expect(answer.body['fields']).toEqual({
      new_password: ['Use at least 8 characters.', 'Use more than digits alone.'],
      confirm_password: ['The two passwords are not the same.'],
    });
    expect((await browser.post('/api/change-password', {})).body['fields']).toMatchObject({
      current_password: ['Enter your password.'],
      new_password: ['Choose a password.'],
    });
  });

  // asvs:6.2.4 asvs:6.2.11
  it('says all that the policy has against it at once, with the person in view', async () => {
    const { browser, password } = await signedInPerson(server, { last_name: 'Shadow' });
    const answer = await change(browser, password, 'Sh4dow!!', 'x');
    expect(answer.body['fields']).toEqual({
      new_password: [
        'This is too similar to your name or e-mail address.',
        'This is one of the most common passwords, or nearly one.',
      ],
      confirm_password: ['The two passwords are not the same.'],
    });
    const context = await change(browser, password, 'Adm1n-Gatehouse');
    expect(context.body['fields']).toEqual({
      new_password: ['This is too close to “Gatehouse”, or to words such as “login” and “admin”.'],
    });
  });

  // asvs:6.2.11
  it('wants nothing like the person’s own names and address, and judges no password before that', async () => {
    const { browser, email } = await signedInPerson(server, { last_name: 'Featherstone' });
    for (const similar of ['featherstone1', email]) {
      for (let n = 1; n <= 4; n += 1) {
        expect((await change(browser, 'not it', similar)).body['fields']).toEqual({
          new_password: ['This is too similar to your name or e-mail address.'],
        });
      }
    }
  });
});

describe('401, 403', () => {
  // asvs:6.2.3 asvs:7.5.3
  it('refuses a wrong current password, on the record, and changes nothing', async () => {
    const { browser, email, password } = await signedInPerson(server);
    const answer = await change(browser, 'not it');
    expect([answer.status, answer.body['code'], answer.setCookies]).toEqual([401, 'invalid_credentials', []]);
    expect(answer.body['fields']).toEqual({ current_password: ['The current password is not right.'] });
    expect((await browser.get('/api/me')).status).toBe(200);
    expect((await client(server).post('/api/login', { email, password })).status).toBe(200);
    const refused = `FROM audit_events a JOIN users u ON u.id = a.subject_id AND u.id = a.actor_id
                     WHERE u.email = $1 AND event = 'password.change_refused'`;
    expect(await count(refused, email)).toBe(1);
  });

  it('refuses who has no password at all', async () => {
    const { browser, email, password } = await signedInPerson(server);
    await server.database.query('DELETE FROM credentials WHERE user_id = (SELECT id FROM users WHERE email = $1)', [
      email,
    ]);
    expect((await change(browser, password)).body['code']).toBe('invalid_credentials');
  });

  it('changes nothing for who is suspended after their password was found right', async () => {
    const { browser, email, password } = await signedInPerson(server);
    const administrator = new PostgresClient(server.database.url);
    await administrator.connect();
    onTestFinished(() => administrator.end());
    await administrator.query('BEGIN');
    await administrator.query('UPDATE users SET suspended_at = now() WHERE email = $1', [email]);
    const answer = change(browser, password);
    const waiting = `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
    await until('the change to wait', async () => (await server.database.query(waiting)).rows.length > 0);
    await administrator.query('COMMIT');
    expect((await answer).body['code']).toBe('account_suspended');
    expect((await client(server).post('/api/login', { email, password: FRESH })).status).toBe(401);
  });

  it('is not for strangers, nor for people not yet activated, nor for other sites', async () => {
    expect((await change(client(server), 'x')).body['code']).toBe('unauthenticated');
    const { email, password } = await registeredPerson(server);
    const pending = client(server);
    await pending.post('/api/login', { email, password });
    expect((await change(pending, password)).body['code']).toBe('not_activated');
    const person = await signedInPerson(server);
    const body = { current_password: person.password, new_password: FRESH, confirm_password: FRESH };
    const headers = { origin: 'https://evil.example' };
    const forged = await person.browser.post('/api/change-password', body, { headers });
    expect(forged.body['code']).toBe('origin_rejected');
  });
});

describe('429', () => {
  it('counts wrong passwords with those of signing in, and closes to the right one', async () => {
    const { browser, email, password } = await signedInPerson(server);
    const ip = nextAddress();
    const here = client(server, { ip, cookies: browser.cookies });
    const signIn = () => client(server, { ip }).post('/api/login', { email, password: 'not it' });
    const tries = [...(await Promise.all(Array.from({ length: 10 }, () => change(here, 'not it')))), await signIn()];
    expect(tries.filter(({ status }) => status === 401)).toHaveLength(5);
    expect(tries.at(-1)?.body['code']).toBe('too_many_attempts');
    const right = await change(here, password);
    expect([right.status, right.body['code']]).toEqual([429, 'too_many_attempts']);
    expect(Number(right.headers.get('retry-after'))).toBeGreaterThan(890);
  });
});
