import { randomBytes } from 'node:crypto';
import { Client as PostgresClient } from 'pg';
import { describe, expect, it, onTestFinished } from 'vitest';
import { client } from '../harness/client';
import { tokenIn, waitForMail } from '../harness/mailbox';
import { activatedPerson, livingSessions, registeredPerson, signedInAgain, signedInPerson } from '../harness/people';
import { until } from '../harness/poll';
import { askForReset, countRows, eventsOf, FRESH_PASSWORD, reset } from '../harness/reset';
import { useSharedServer } from '../harness/use-server';

const server = useSharedServer();

const signIn = (email: string, password: string) => client(server).post('/api/login', { email, password });

describe('200', () => {
  it('makes the new password the only one, and signs nobody in', async () => {
    const { email, password } = await activatedPerson(server);
    const { token } = await askForReset(server, email);
    const browser = client(server);
    const answer = await reset(browser, token, FRESH_PASSWORD);
    expect([answer.status, Object.keys(answer.body)]).toEqual([200, ['message']]);
    expect((await browser.get('/api/me')).status).toBe(401);
    expect((await signIn(email, password)).status).toBe(401);
    expect((await signIn(email, FRESH_PASSWORD)).status).toBe(200);
    expect(await eventsOf(server, email, 'password.reset')).toBe(1);
  });

  // asvs:7.4.3
  it('ends every session, with the next request and for every token', async () => {
    const person = await signedInPerson(server);
    const others = [await signedInAgain(server, person), await signedInAgain(server, person)];
    await reset(client(server), (await askForReset(server, person.email)).token, FRESH_PASSWORD);
    for (const dead of [person.browser, ...others]) {
      expect((await dead.copy().get('/api/me')).status).toBe(401);
      expect((await dead.post('/api/refresh')).status).toBe(401);
    }
    expect(await livingSessions(server, person.email)).toBe(0);
    const theft = `FROM outbox_mails m JOIN users u ON u.id = m.user_id WHERE u.email = $1 AND template = 'session-reuse'`;
    expect(await countRows(server, theft, person.email)).toBe(0);
  });

  it('signs the very browser out, too, even of somebody else’s account, and takes its cookies', async () => {
    const { email } = await activatedPerson(server);
    const { browser, email: otherEmail } = await signedInPerson(server);
    const before = browser.copy();
    const answer = await reset(browser, (await askForReset(server, email)).token, FRESH_PASSWORD);
    expect(answer.status).toBe(200);
    expect([...browser.cookies.keys()]).toEqual([]);
    expect((await before.get('/api/me')).status).toBe(401);
    expect(await livingSessions(server, otherEmail)).toBe(0);
  });

  // asvs:6.3.7
  it('tells the owner by mail, once, and where to go if it was not them', async () => {
    const { email } = await activatedPerson(server, { first_name: 'Noor' });
    const { token } = await askForReset(server, email);
    const browser = client(server);
    await reset(browser, token, FRESH_PASSWORD);
    const mail = await waitForMail(server, email, ({ subject }) => subject.endsWith('password was set'));
    expect(mail.text).toContain('Hello Noor,');
    expect(mail.text).toContain(browser.ip);
    expect(mail.text).toContain(`${server.url}/forgot-password`);
    const notices = `FROM outbox_mails m JOIN users u ON u.id = m.user_id WHERE u.email = $1 AND template = 'password-was-reset'`;
    expect(await countRows(server, notices, email)).toBe(1);
  });

  // asvs:6.5.1 asvs:2.3.4 asvs:6.4.1
  it('is one of twenty at the same moment: a link is good for one password', async () => {
    const { email } = await activatedPerson(server);
    const { token } = await askForReset(server, email);
    const tries = Array.from({ length: 20 }, (_, n) => reset(client(server), token, `${FRESH_PASSWORD} ${n}`));
    const answers = await Promise.all(tries);
    const winner = answers.findIndex(({ status }) => status === 200);
    const losers = answers.filter(({ status }) => status !== 200);
    expect(losers.map(({ body }) => body['code'])).toEqual(Array(19).fill('invalid_token'));
    expect((await signIn(email, `${FRESH_PASSWORD} ${winner}`)).status).toBe(200);
    expect((await reset(client(server), token, FRESH_PASSWORD)).body['code']).toBe('invalid_token');
  });

  it('opens the way for an owner whom wrong passwords have kept out here', async () => {
    const { email } = await activatedPerson(server);
    const browser = client(server);
    const guess = () => browser.post('/api/login', { email, password: 'not it' });
    expect((await Promise.all(Array.from({ length: 6 }, guess))).map(({ status }) => status)).toContain(429);
    await reset(browser, (await askForReset(server, email)).token, FRESH_PASSWORD);
    expect((await browser.post('/api/login', { email, password: FRESH_PASSWORD })).status).toBe(200);
  });

  it('gives who comes in through a provider their first password', async () => {
    const { browser, email, password } = await signedInPerson(server);
    await server.database.query('DELETE FROM credentials WHERE user_id = (SELECT id FROM users WHERE email = $1)', [
      email,
    ]);
    const refused = await browser.post('/api/change-password', {
      current_password: password,
      new_password: FRESH_PASSWORD,
      confirm_password: FRESH_PASSWORD,
    });
    expect(refused.body['detail']).toContain('no password yet');
    await reset(client(server), (await askForReset(server, email)).token, FRESH_PASSWORD);
    expect((await signIn(email, FRESH_PASSWORD)).status).toBe(200);
  });
});

describe('400', () => {
  it('says everything that is wrong with the new one, each under its field, and spends nothing', async () => {
    const { email } = await activatedPerson(server);
    const { token } = await askForReset(server, email);
    const browser = client(server);
    const answer = await reset(browser, token, '1234', 'x');
    expect([answer.status, answer.body['code']]).toEqual([400, 'invalid_input']);
    expect(answer.body['fields']).toEqual({
      new_password: ['Use at least 8 characters.', 'Use more than digits alone.'],
      confirm_password: ['The two passwords are not the same.'],
    });
    expect((await browser.post(`/api/reset-password/${token}`, {})).body['fields']).toMatchObject({
      new_password: ['Choose a password.'],
      confirm_password: ['Type the password again.'],
    });
    expect((await reset(browser, token, FRESH_PASSWORD)).status).toBe(200);
  });

  it('wants nothing like the person’s own names and address, as often as it takes', async () => {
    const { email } = await activatedPerson(server, { last_name: 'Featherstone' });
    const { token } = await askForReset(server, email);
    const browser = client(server);
    for (let n = 1; n <= 11; n += 1) {
      const { status, body } = await reset(browser, token, n % 2 === 0 ? 'featherstone1' : email);
      expect([status, Object.keys(body['fields'] as object)]).toEqual([400, ['new_password']]);
    }
    expect((await reset(browser, token, FRESH_PASSWORD)).status).toBe(200);
  });
});

describe('403', () => {
  it('does nothing for another site that uses somebody’s session', async () => {
    const { browser, email } = await signedInPerson(server);
    const { token } = await askForReset(server, email);
    const body = { new_password: FRESH_PASSWORD, confirm_password: FRESH_PASSWORD };
    const headers = { origin: 'https://evil.example' };
    const forged = await browser.post(`/api/reset-password/${token}`, body, { headers });
    expect(forged.body['code']).toBe('origin_rejected');
    expect((await reset(browser, token, FRESH_PASSWORD)).status).toBe(200);
  });
});

describe('410', () => {
  it('is one answer for a token that is unknown, used, closed, expired, another’s purpose or a suspended person’s', async () => {
    const used = await askForReset(server, (await activatedPerson(server)).email);
    await reset(client(server), used.token, FRESH_PASSWORD);
    const changing = await signedInPerson(server);
    const closed = await askForReset(server, changing.email);
    const { password: current_password } = changing;
    await changing.browser.post('/api/change-password', {
      current_password,
      new_password: FRESH_PASSWORD,
      confirm_password: FRESH_PASSWORD,
    });
    const late = await activatedPerson(server);
    const expired = await askForReset(server, late.email);
    await server.database.query(
      `UPDATE challenges SET created_at = now() - interval '31 minutes', expires_at = now() - interval '1 second'
       WHERE user_id = (SELECT id FROM users WHERE email = $1)`,
      [late.email],
    );
    const barred = await activatedPerson(server);
    const suspended = await askForReset(server, barred.email);
    await server.database.query('UPDATE users SET suspended_at = now() WHERE email = $1', [barred.email]);
    const activation = tokenIn((await registeredPerson(server)).mail);
    const unknown = randomBytes(32).toString('base64url');
    const links = [used, closed, expired, suspended].map(({ token }) => token);
    for (const token of [unknown, ...links, activation, 'x', '%00', "'%20OR%201=1"]) {
      // One that the policy refuses for everybody else's names and address, too: the token comes first.
      const { status, body } = await reset(client(server), token, barred.email);
      expect([status, body['code'], body['fields']]).toEqual([410, 'invalid_token', undefined]);
    }
    expect((await signIn(barred.email, barred.password)).body['code']).toBe('account_suspended');
    expect(await eventsOf(server, late.email, 'password.reset_refused')).toBe(1);
  });

  it('sets nothing for who is suspended after the link was found good, and before the password is set', async () => {
    const { email, password } = await activatedPerson(server);
    const { token } = await askForReset(server, email);
    const administrator = new PostgresClient(server.database.url);
    await administrator.connect();
    onTestFinished(() => administrator.end());
    await administrator.query('BEGIN');
    await administrator.query('UPDATE users SET suspended_at = now() WHERE email = $1', [email]);
    const answer = reset(client(server), token, FRESH_PASSWORD);
    // Until it is committed the suspension is seen by nobody; whoever wants the person's row waits for it.
    await until('the reset to wait for the person', async () => {
      const { rows } = await server.database.query(
        `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
      );
      return rows.length > 0;
    });
    await administrator.query('COMMIT');
    expect((await answer).body['code']).toBe('invalid_token');
    expect((await signIn(email, password)).body['code']).toBe('account_suspended');
    expect((await signIn(email, FRESH_PASSWORD)).body['code']).toBe('invalid_credentials');
  });

  it('a reset link opens nothing as an activation link', async () => {
    const { email, browser } = await registeredPerson(server);
    const { token } = await askForReset(server, email);
    expect((await browser.post('/api/active-account', { token })).body['code']).toBe('invalid_token');
  });
});

describe('429', () => {
  // asvs:2.4.1
  it('judges ten wrong tokens of an address, and then the right one no more; right ones cost nothing', async () => {
    const { email } = await activatedPerson(server);
    const browser = client(server);
    for (let n = 1; n <= 3; n += 1) {
      expect((await reset(browser, (await askForReset(server, email)).token, `${FRESH_PASSWORD} ${n}`)).status).toBe(
        200,
      );
    }
    const other = await activatedPerson(server);
    const { token } = await askForReset(server, other.email);
    const wrong = await Promise.all(
      Array.from({ length: 14 }, (_, n) => reset(browser, `nonsense-${n}`, FRESH_PASSWORD)),
    );
    expect(wrong.filter(({ status }) => status === 410)).toHaveLength(10);
    const closed = await reset(browser, token, FRESH_PASSWORD);
    expect([closed.status, closed.body['code']]).toEqual([429, 'too_many_attempts']);
    expect(Number(closed.headers.get('retry-after'))).toBeGreaterThan(590);
    expect((await reset(client(server), token, FRESH_PASSWORD)).status).toBe(200);
  });
});
