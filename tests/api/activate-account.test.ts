import { describe, expect, it } from 'vitest';
import { client } from '../harness/client';
import { tokenIn } from '../harness/mailbox';
import { livingSessions, registeredPerson, signedInPerson } from '../harness/people';
import { useSharedServer } from '../harness/use-server';

const server = useSharedServer();

/** Six digits that are not these. */
function otherCode(code: string, n = 1): string {
  return String((Number(code) + n) % 1_000_000).padStart(6, '0');
}

describe('200', () => {
  it('activates by code in the browser that registered, and signs in', async () => {
    const { browser, code, email } = await registeredPerson(server);
    const answer = await browser.post('/api/active-account', { activation_code: code });
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({ next: '/dashboard', user: { email, is_activated: true, roles: ['member'] } });
    expect([...browser.cookies.keys()].toSorted()).toEqual(['access_token', 'refresh_token']);
    expect((await browser.get('/api/me')).status).toBe(200);
  });

  it('activates by link in the browser that registered', async () => {
    const { browser, mail } = await registeredPerson(server);
    expect((await browser.post('/api/active-account', { token: tokenIn(mail) })).status).toBe(200);
    expect((await browser.get('/api/me')).status).toBe(200);
  });

  it('activates by link in another browser with the password', async () => {
    const { mail, password, email } = await registeredPerson(server);
    const other = client(server);
    expect((await other.post('/api/active-account', { token: tokenIn(mail), email, password })).status).toBe(200);
  });

  it('activates by code in another browser with e-mail and password', async () => {
    const { code, email, password } = await registeredPerson(server);
    const other = client(server);
    expect((await other.post('/api/active-account', { activation_code: code, email, password })).status).toBe(200);
  });

  it('activates by code in a session that the password opened', async () => {
    const { code, email, password } = await registeredPerson(server);
    const other = client(server);
    expect((await other.post('/api/login', { email, password })).status).toBe(200);
    expect((await other.get('/api/me')).body['code']).toBe('not_activated');
    expect((await other.post('/api/active-account', { activation_code: code })).status).toBe(200);
    expect((await other.get('/api/me')).status).toBe(200);
    expect(await livingSessions(server, email)).toBe(1);
  });

  it('answers an already active account kindly, and opens no second session for it', async () => {
    const { browser, code, email } = await registeredPerson(server);
    const late = browser.copy();
    await browser.post('/api/active-account', { activation_code: code });
    const again = await late.post('/api/active-account', { activation_code: code });
    expect([again.status, again.body['next']]).toEqual([200, '/login?notice=activated']);
    expect(late.cookies.has('access_token')).toBe(false);
    const signedIn = await browser.post('/api/active-account', { activation_code: '000000' });
    expect([signedIn.status, signedIn.body['next']]).toEqual([200, '/dashboard']);
    expect(await livingSessions(server, email)).toBe(1);
  });

  it('says nothing about the person to a left-over cookie alone', async () => {
    const { browser, code, email } = await registeredPerson(server);
    const leftOver = browser.copy();
    await browser.post('/api/active-account', { activation_code: code });
    const answer = await leftOver.post('/api/active-account', { activation_code: '000000' });
    expect([answer.status, answer.body['user']]).toEqual([200, null]);
    expect(answer.text).not.toContain(email);
  });

  it('activates who is signed in, whatever cookie another registration left in the browser', async () => {
    const other = await registeredPerson(server);
    const cookie = other.browser.cookies.get('activation') ?? '';
    await other.browser.post('/api/active-account', { activation_code: other.code });
    const { code, email, password } = await registeredPerson(server);
    const shared = client(server);
    await shared.post('/api/login', { email, password });
    shared.cookies.set('activation', cookie);
    const answer = await shared.post('/api/active-account', { activation_code: code });
    expect(answer.body['user']).toMatchObject({ email, is_activated: true });
  });

  it('ends the session that the browser had before', async () => {
    const before = await signedInPerson(server);
    const { code, email, password } = await registeredPerson(server);
    const thief = before.browser.copy();
    await before.browser.post('/api/active-account', { activation_code: code, email, password });
    expect((await thief.get('/api/me')).status).toBe(401);
    expect((await before.browser.get('/api/me')).body['email']).toBe(email);
  });

  it('answers who proves an active account by password whose account it is, whoever else is signed in', async () => {
    const { email, password } = await signedInPerson(server);
    const typed = { activation_code: '123456', email, password };
    const bare = await client(server).post('/api/active-account', typed);
    expect([bare.status, bare.body['user']]).toEqual([200, expect.objectContaining({ email })]);
    expect(bare.setCookies.filter((line) => line.includes('_token='))).toEqual([]);
    const other = await signedInPerson(server);
    const asOther = await other.browser.post('/api/active-account', typed);
    expect(asOther.body['user']).toMatchObject({ email });
  });

  // asvs:2.3.4 asvs:15.4.2 asvs:6.5.1
  it('makes of parallel activations one session, and refuses none of them', async () => {
    const { browser, code, mail, email } = await registeredPerson(server);
    const answers = await Promise.all([
      browser.copy().post('/api/active-account', { activation_code: code }),
      browser.copy().post('/api/active-account', { activation_code: code }),
      browser.copy().post('/api/active-account', { token: tokenIn(mail) }),
      browser.copy().post('/api/active-account', { token: tokenIn(mail) }),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect(await livingSessions(server, email)).toBe(1);
  });
});

describe('400, 401, 410', () => {
  it('refuses a wrong code', async () => {
    const { browser, code } = await registeredPerson(server);
    const answer = await browser.post('/api/active-account', { activation_code: otherCode(code) });
    expect([answer.status, answer.body['code']]).toEqual([400, 'invalid_code']);
    expect(answer.body['fields']).toEqual({ activation_code: ['This code is not right.'] });
  });

  it('says by the field that the password is wrong which a link asks for', async () => {
    const { mail } = await registeredPerson(server);
    const answer = await client(server).post('/api/active-account', { token: tokenIn(mail), password: 'not it' });
    expect([answer.status, answer.body['code']]).toEqual([401, 'invalid_credentials']);
    expect(answer.body['fields']).toEqual({ password: ['This password is not right.'] });
  });

  // asvs:2.3.1
  it('refuses who proves nothing', async () => {
    const { code } = await registeredPerson(server);
    const answer = await client(server).post('/api/active-account', { activation_code: code });
    expect([answer.status, answer.body['code']]).toEqual([401, 'unauthenticated']);
    expect(answer.headers.get('www-authenticate')).toBe('Bearer');
  });

  // asvs:6.4.1 asvs:6.5.1
  it('refuses an unknown, a used and a forged token with the same words', async () => {
    const { browser, mail } = await registeredPerson(server);
    const used = await registeredPerson(server);
    await used.browser.post('/api/active-account', { token: tokenIn(used.mail) });
    const stranger = client(server);
    const answers = [
      await browser.post('/api/active-account', { token: 'A'.repeat(43) }),
      await stranger.post('/api/active-account', { token: `${tokenIn(mail)}x` }),
    ];
    answers.push(await stranger.post('/api/active-account', { token: tokenIn(used.mail) }));
    answers.push(await stranger.post('/api/active-account', { token: 'x'.repeat(5000) }));
    expect(answers.map(({ status }) => status)).toEqual([410, 410, 410, 410]);
    expect(new Set(answers.map(({ body }) => body['detail'])).size).toBe(1);
  });

  // asvs:6.4.1
  it('tells an expired code and link from a wrong one', async () => {
    const { browser, code, mail, email } = await registeredPerson(server);
    await server.database.query(
      `UPDATE challenges SET created_at = now() - interval '2 hours', expires_at = now() - interval '1 second'
       FROM users WHERE users.id = challenges.user_id AND email = $1`,
      [email],
    );
    const byCode = await browser.post('/api/active-account', { activation_code: code });
    expect([byCode.status, byCode.body['code']]).toEqual([410, 'code_expired']);
    const byLink = await browser.post('/api/active-account', { token: tokenIn(mail) });
    expect([byLink.status, byLink.body['code']]).toEqual([410, 'invalid_token']);
  });

  it('leaves a suspended person suspended', async () => {
    const { browser, code, email } = await registeredPerson(server);
    await server.database.query('UPDATE users SET suspended_at = now() WHERE email = $1', [email]);
    const answer = await browser.post('/api/active-account', { activation_code: code });
    expect([answer.status, answer.body['code']]).toEqual([403, 'account_suspended']);
    expect(await livingSessions(server, email)).toBe(0);
  });
});

describe('429', () => {
  // asvs:6.6.3 asvs:2.3.2
  it('judges at most five of fifty parallel wrong codes, then refuses the right one too', async () => {
    const { browser, code } = await registeredPerson(server);
    const guesses = await Promise.all(
      Array.from({ length: 50 }, (_, n) => {
        const guesser = client(server, { cookies: browser.cookies });
        return guesser.post('/api/active-account', { activation_code: otherCode(code, n + 1) });
      }),
    );
    expect(guesses.filter(({ status }) => status === 400)).toHaveLength(5);
    expect(guesses.filter(({ body }) => body['code'] === 'too_many_attempts')).toHaveLength(45);
    const right = await browser.post('/api/active-account', { activation_code: code });
    expect([right.status, right.body['code']]).toEqual([429, 'too_many_attempts']);
    expect(Number(right.headers.get('retry-after'))).toBeGreaterThan(590);
    expect(Number(right.headers.get('retry-after'))).toBeLessThanOrEqual(600);
  });

  it('lets the right code through after four wrong ones', async () => {
    const { browser, code } = await registeredPerson(server);
    for (let n = 1; n <= 4; n += 1) await browser.post('/api/active-account', { activation_code: otherCode(code, n) });
    expect((await browser.post('/api/active-account', { activation_code: code })).status).toBe(200);
  });
});
