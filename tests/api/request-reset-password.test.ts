import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { FIREFOX_ON_LINUX } from '../harness/agents';
import { client } from '../harness/client';
import { mailsTo, waitForMail } from '../harness/mailbox';
import { activatedPerson, newPerson, registeredPerson, signedInPerson } from '../harness/people';
import { askForReset, reset, whenRequestsAreAnswered } from '../harness/reset';
import { useServer } from '../harness/use-server';

const server = useServer();

const FRESH = 'a wholly new sentence';

const ask = (email: string) => client(server).post('/api/request-reset-password', { email });

const suspend = (email: string) =>
  server.database.query('UPDATE users SET suspended_at = now() WHERE email = $1', [email]);

async function resetMailsTo(email: string): Promise<number> {
  await whenRequestsAreAnswered(server);
  const { rows } = await server.database.query<{ n: number }>(
    `SELECT count(*)::int AS n FROM outbox_mails m JOIN users u ON u.id = m.user_id
     WHERE u.email = $1 AND m.template = 'reset-password'`,
    [email],
  );
  return rows[0]?.n ?? -1;
}

describe('200', () => {
  // asvs:6.3.8
  it('answers the same, and writes down the same, for unknown, known, inactive and suspended', async () => {
    const known = await activatedPerson(server);
    const inactive = await registeredPerson(server);
    const suspended = await activatedPerson(server);
    await suspend(suspended.email);
    const emails = [newPerson().email, known.email, inactive.email, suspended.email];
    const answers = await Promise.all(emails.map(ask));
    for (const { status, text, setCookies } of answers) {
      expect([status, text, setCookies]).toEqual([200, answers[0]?.text, []]);
    }
    const ids = answers.map(({ headers }) => headers.get('x-request-id'));
    const { rows } = await server.database.query(
      `SELECT outcome, subject_id, actor_id, session_id, data FROM audit_events
       WHERE event = 'password.reset_requested' AND request_id = ANY($1)`,
      [ids],
    );
    const row = { outcome: 'success', subject_id: null, actor_id: null, session_id: null, data: {} };
    expect(rows).toEqual(emails.map(() => row));
  });

  it('mails a link to whom the address belongs: who asked, from where, and how long it holds', async () => {
    const { email } = await activatedPerson(server, { first_name: 'Noor' });
    const browser = client(server, { userAgent: FIREFOX_ON_LINUX });
    const { mail, token } = await askForReset(server, email, browser);
    expect(mail.text).toContain('Hello Noor,');
    expect(mail.text).toContain(browser.ip);
    expect(mail.text).toContain('Firefox on Linux');
    expect(mail.text).toMatch(/holds for 30 minutes, until \d\d:\d\d UTC/);
    expect(mail.text).toContain(`${server.url}/reset_password/${token}`);
  });

  // asvs:6.5.3
  it('makes a token of 256 random bits, and stores its hash alone', async () => {
    const { email } = await activatedPerson(server);
    const { token } = await askForReset(server, email);
    expect(Buffer.from(token, 'base64url')).toHaveLength(32);
    const { rows } = await server.database.query<{ token_hash: Buffer; life: number }>(
      `SELECT token_hash, extract(epoch FROM expires_at - c.created_at)::int AS life FROM challenges c
       JOIN users u ON u.id = c.user_id WHERE u.email = $1 AND purpose = 'reset'`,
      [email],
    );
    const hash = createHash('sha256').update(token).digest();
    expect(rows).toEqual([{ token_hash: hash, life: 1800 }]);
    const everything = await server.database.query<{ row: string }>(
      'SELECT c::text AS row FROM challenges c UNION ALL SELECT m::text FROM outbox_mails m UNION ALL SELECT a::text FROM audit_events a',
    );
    expect(everything.rows.filter(({ row }) => row.includes(token))).toEqual([]);
  });

  it('takes the address in whichever way it is typed', async () => {
    const { email } = await activatedPerson(server);
    await ask(`  ${email.toUpperCase()} `);
    expect(await resetMailsTo(email)).toBe(1);
  });

  it('mails nobody who is suspended, and keeps nothing of a stranger’s address', async () => {
    const { email } = await activatedPerson(server);
    await suspend(email);
    const stranger = newPerson();
    await Promise.all([ask(email), ask(stranger.email)]);
    expect(await resetMailsTo(email)).toBe(0);
    expect(await mailsTo(server, stranger.email)).toEqual([]);
    const { rows } = await server.database.query<{ row: string }>(
      'SELECT r::text AS row FROM reset_requests r UNION ALL SELECT a::text FROM audit_events a UNION ALL SELECT u::text FROM users u',
    );
    expect(rows.filter(({ row }) => row.includes(stranger.email))).toEqual([]);
  });

  it('mails who is not activated, and who comes in through a provider only', async () => {
    const inactive = await registeredPerson(server, { first_name: 'Imani' });
    expect((await askForReset(server, inactive.email)).mail.text).toContain('Hello Imani,');
    const { email } = await signedInPerson(server);
    await server.database.query('DELETE FROM credentials WHERE user_id = (SELECT id FROM users WHERE email = $1)', [
      email,
    ]);
    await askForReset(server, email);
    expect(await resetMailsTo(email)).toBe(1);
  });

  // asvs:6.4.1
  it('replaces the earlier link by the newer one', async () => {
    const { email } = await activatedPerson(server);
    const { token: earlier } = await askForReset(server, email);
    const { token: newer } = await askForReset(server, email);
    expect((await reset(client(server), earlier, FRESH)).body['code']).toBe('invalid_token');
    expect((await reset(client(server), newer, FRESH)).status).toBe(200);
  });

  // asvs:2.3.3
  it('is kept, once, through a kill -9 right after the answer', async () => {
    const people = [await activatedPerson(server), await activatedPerson(server), await activatedPerson(server)];
    for (const { email } of people) {
      expect((await ask(email)).status).toBe(200);
      await server.kill9();
      await server.restart();
    }
    for (const { email } of people) {
      await waitForMail(server, email, ({ subject }) => subject.startsWith('Set your'));
      expect(await resetMailsTo(email)).toBe(1);
    }
  }, 60_000);
});

describe('400', () => {
  it.each([undefined, '', 'nobody', 'a b@example.com'])('wants an e-mail address, not %j', async (email) => {
    const answer = await client(server).post('/api/request-reset-password', { email });
    expect([answer.status, answer.body['code']]).toEqual([400, 'invalid_input']);
    expect(Object.keys(answer.body['fields'] as object)).toEqual(['email']);
  });
});

describe('403', () => {
  it('does nothing for another site that uses somebody’s session', async () => {
    const { browser, email } = await signedInPerson(server);
    const headers = { origin: 'https://evil.example' };
    const answer = await browser.post('/api/request-reset-password', { email }, { headers });
    expect(answer.body['code']).toBe('origin_rejected');
    expect(await resetMailsTo(email)).toBe(0);
  });
});

describe('429', () => {
  // asvs:2.4.1 asvs:6.3.8
  it('hears three requests for an address in a quarter of an hour, whether or not it is anybody’s', async () => {
    const { email } = await activatedPerson(server);
    for (const address of [email, newPerson().email]) {
      const answers = await Promise.all(Array.from({ length: 12 }, () => ask(address)));
      expect(answers.filter(({ status }) => status === 200)).toHaveLength(3);
      const refused = answers.filter(({ status }) => status === 429);
      expect(refused).toHaveLength(9);
      expect(refused[0]?.body['code']).toBe('too_many_attempts');
      expect(Number(refused[0]?.headers.get('retry-after'))).toBeGreaterThan(890);
    }
    expect(await resetMailsTo(email)).toBe(3);
  });

  // asvs:2.4.1
  it('hears ten requests an hour from one address', async () => {
    const browser = client(server);
    const askHere = () => browser.post('/api/request-reset-password', { email: newPerson().email });
    const answers = await Promise.all(Array.from({ length: 15 }, askHere));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(10);
    expect(answers.find(({ status }) => status === 429)?.body['code']).toBe('too_many_attempts');
  });
});
