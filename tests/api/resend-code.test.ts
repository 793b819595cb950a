import { describe, expect, it } from 'vitest';
import { client } from '../harness/client';
import { codeIn, tokenIn, mailsTo, waitForMail } from '../harness/mailbox';
import { activatedPerson, newPerson, registeredPerson, registrationOf } from '../harness/people';
import { until } from '../harness/poll';
import { useServer, useSharedServer } from '../harness/use-server';

/** A minute's gap takes a fifth of a second here, an hour twelve. */
const server = useServer({ env: { LOCKOUT_SECONDS_SCALE: '0.00333' } });
const strict = useSharedServer();

/** Asks until the gap has passed. */
function resend(browser: ReturnType<typeof client>, body: object = {}) {
  return until('the gap to pass', async () => {
    const answer = await browser.post('/api/resend-code', body);
    return answer.status !== 429 || answer.body['code'] === 'rate_limited' ? answer : null;
  });
}

describe('200', () => {
  it('sends a new code and link; the old ones are dead', async () => {
    const { browser, mail: old, email } = await registeredPerson(server);
    expect((await resend(browser)).status).toBe(200);
    const fresh = await waitForMail(server, email, ({ id }) => id !== old.id);
    const byOldLink = await browser.post('/api/active-account', { token: tokenIn(old) });
    expect(byOldLink.body['code']).toBe('invalid_token');
    expect((await browser.post('/api/active-account', { activation_code: codeIn(fresh) })).status).toBe(200);
  });

  it('takes a session for proof', async () => {
    const { email, password, mail: old } = await registeredPerson(server);
    const other = client(server);
    await other.post('/api/login', { email, password });
    expect((await resend(other)).status).toBe(200);
    await waitForMail(server, email, ({ id }) => id !== old.id);
  });

  // asvs:6.3.8
  it('answers the same for a pending, an active and an unknown address, and mails only the first', async () => {
    const pending = await registeredPerson(server);
    const active = await activatedPerson(server);
    const unknown = newPerson();
    const before = (await mailsTo(server, active.email)).length;
    const answers = [];
    for (const { email } of [active, unknown, pending]) answers.push(await resend(client(server), { email }));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    await waitForMail(server, pending.email, ({ id }) => id !== pending.mail.id);
    expect(await mailsTo(server, active.email)).toHaveLength(before);
    expect(await mailsTo(server, unknown.email)).toHaveLength(0);
  });
});

describe('of a taken address', () => {
  it('a code seems to expire, and to be renewed, as any other', async () => {
    const owner = await activatedPerson(server);
    const stranger = client(server);
    await stranger.post('/api/register', registrationOf({ ...newPerson(), email: owner.email }));
    await server.database.query(
      `UPDATE challenges SET created_at = now() - interval '2 hours', expires_at = now() - interval '1 second'`,
    );
    const guess = () => stranger.post('/api/active-account', { activation_code: '123456' });
    expect((await guess()).body['code']).toBe('code_expired');
    expect((await resend(stranger)).status).toBe(200);
    expect((await guess()).body['code']).toBe('invalid_code');
  });
});

describe('400', () => {
  it('asks a browser that registered nothing for the address', async () => {
    const answer = await client(server).post('/api/resend-code');
    expect(answer.status).toBe(400);
    expect(answer.body['fields']).toHaveProperty('email');
  });
});

describe('429', () => {
  // asvs:2.3.2
  it('keeps the gap of a minute after registration’s own mail', async () => {
    const { browser } = await registeredPerson(strict);
    const answer = await browser.post('/api/resend-code');
    expect([answer.status, answer.body['code']]).toEqual([429, 'too_many_attempts']);
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(50);
    expect(Number(answer.headers.get('retry-after'))).toBeLessThanOrEqual(60);
    expect(answer.body['detail']).toMatch(/^A mail went out .* ask for another in (5\d seconds|1 minute)\.$/);
  });

  it('keeps the same gap for an address that nobody registered', async () => {
    const { email } = newPerson();
    expect((await client(strict).post('/api/resend-code', { email })).status).toBe(200);
    expect((await client(strict).post('/api/resend-code', { email })).status).toBe(429);
  });

  it('sends one mail for ten parallel requests', async () => {
    const { email } = newPerson();
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => client(strict).post('/api/resend-code', { email })),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  });
});
