import { Client as PgClient } from 'pg';
import { describe, expect, it } from 'vitest';
import { addPerson } from '../harness/add-person';
import { recordOf, statusesOf } from '../harness/chain';
import { client } from '../harness/client';
import { mailsTo, waitForMail } from '../harness/mailbox';
import { addMail } from '../harness/mails';
import { newPerson } from '../harness/people';
import { until } from '../harness/poll';
import { personOfRank, personWithRoles, refusalOf } from '../harness/roles';
import { useSharedServer } from '../harness/use-server';

const server = useSharedServer();

const pathOf = (id: string) => `/api/mails/${id}/resend`;

const DAY_MS = 24 * 60 * 60 * 1000;

/** Somebody with an address of their own. */
async function somebody(): Promise<{ userId: string; email: string }> {
  const { email } = newPerson();
  return { email, userId: await addPerson(server.database, { email }) };
}

async function rowOf(id: string) {
  const sql = 'SELECT status, attempts, payload IS NULL AS is_erased FROM outbox_mails WHERE id = $1';
  return (await server.database.query(sql, [id])).rows[0];
}

const isSent = (id: string) => until('the delivery', async () => (await rowOf(id))?.['status'] === 'sent');

describe('200', () => {
  it('has a mail that was given up sent at once, and erases what is in it then', async () => {
    const { browser } = await personWithRoles(server, ['admin']);
    const { userId, email } = await somebody();
    const id = await addMail(server.database, { userId, lastError: 'SMTP EDNS' });
    const answer = await browser.post(pathOf(id));
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({ message: 'The mail is on its way again.' });
    expect((await waitForMail(server, email)).id).toBe(id);
    await isSent(id);
    expect(await rowOf(id)).toEqual({ status: 'sent', attempts: 1, is_erased: true });
  });

  it('has a mail that waits for its next try tried now', async () => {
    const { browser } = await personWithRoles(server, ['admin']);
    const { userId, email } = await somebody();
    const nextAttemptAt = new Date(Date.now() + DAY_MS);
    const id = await addMail(server.database, { userId, status: 'queued', attempts: 4, nextAttemptAt });
    expect((await browser.post(pathOf(id))).status).toBe(200);
    await waitForMail(server, email);
    await isSent(id);
    expect(await rowOf(id)).toMatchObject({ attempts: 5 });
  });

  // asvs:2.3.4
  it('of eight at the same moment sends one mail, and puts one on the record', async () => {
    const { browser, id: actorId } = await personWithRoles(server, ['admin']);
    const { userId, email } = await somebody();
    const id = await addMail(server.database, { userId, template: 'password-changed' });
    const answers = await Promise.all(Array.from({ length: 8 }, () => browser.post(pathOf(id))));
    expect(statusesOf(answers)).toEqual([200, 409, 409, 409, 409, 409, 409, 409]);
    await isSent(id);
    expect(await mailsTo(server, email)).toHaveLength(1);
    expect(await recordOf(server, userId, 'mail.resent')).toEqual([
      { actor_id: actorId, data: { mail: id, name: 'The password was changed' } },
    ]);
  });

  it('is for whoever holds the permission, whoever the mail is for', async () => {
    const clerk = await personOfRank(server, { level: 50, permissions: ['mails.resend'] });
    const userId = await addPerson(server.database, { role: 'admin' });
    expect((await clerk.browser.post(pathOf(await addMail(server.database, { userId })))).status).toBe(200);
  });
});

describe('401', () => {
  it('is for strangers', async () => {
    expect(refusalOf(await client(server).post(pathOf(crypto.randomUUID())))).toEqual([401, 'unauthenticated']);
  });
});

describe('403', () => {
  // asvs:8.2.1
  it('is for who may only look', async () => {
    const clerk = await personOfRank(server, { level: 50, permissions: ['mails.read'] });
    const { userId } = await somebody();
    const id = await addMail(server.database, { userId });
    expect(refusalOf(await clerk.browser.post(pathOf(id)))).toEqual([403, 'forbidden']);
    expect(await rowOf(id)).toMatchObject({ status: 'dead' });
  });
});

describe('404', () => {
  it.each(['00000000-0000-7000-8000-000000000000', 'newest'])('is for %s, which is no mail', async (id) => {
    const { browser } = await personWithRoles(server, ['admin']);
    expect(refusalOf(await browser.post(pathOf(id)))).toEqual([404, 'not_found']);
  });
});

describe('409', () => {
  const refused = async (own: Partial<Parameters<typeof addMail>[1]>) => {
    const { browser } = await personWithRoles(server, ['admin']);
    const { userId, email } = await somebody();
    const id = await addMail(server.database, { userId, ...own });
    const before = await rowOf(id);
    const answer = await browser.post(pathOf(id));
    expect(refusalOf(answer)).toEqual([409, 'conflict']);
    expect(await rowOf(id)).toEqual(before);
    expect(await mailsTo(server, email)).toEqual([]);
    return answer.body['detail'];
  };
  const nextAttemptAt = new Date(Date.now() + DAY_MS);
  const askedAt = new Date(Date.now() - DAY_MS);

  it.each([
    ['that was sent, as what was in it is erased', { status: 'sent' }, /erased, so it cannot be sent again/],
    ['that waits for its first try', { status: 'queued', attempts: 0, nextAttemptAt }, /on its way already/],
    ['that the mail server has', { status: 'handed_over', nextAttemptAt }, /The mail server has it/],
    ['whose code has expired', { template: 'activation', askedAt }, /code or link has expired/],
    ['whose link has expired', { template: 'reset-password', askedAt }, /code or link has expired/],
  ] as const)('is for a mail %s', async (_, own, words) => {
    expect(await refused(own)).toMatch(words);
  });

  it('is for a mail that cannot be opened since SECRET_KEY has changed', async () => {
    const { browser } = await personWithRoles(server, ['admin']);
    const { userId } = await somebody();
    const id = await addMail(server.database, { userId });
    await server.database.query(`UPDATE outbox_mails SET payload = 'sealed by another key' WHERE id = $1`, [id]);
    const answer = await browser.post(pathOf(id));
    expect([answer.status, answer.body['detail']]).toEqual([409, expect.stringContaining('SECRET_KEY has changed')]);
  });

  it('is for a mail that is being sent at this moment, and does not wait for the end of that', async () => {
    const { browser } = await personWithRoles(server, ['admin']);
    const { userId } = await somebody();
    const id = await addMail(server.database, { userId });
    const sender = new PgClient({ connectionString: server.database.url });
    await sender.connect();
    await sender.query('BEGIN');
    await sender.query('SELECT 1 FROM outbox_mails WHERE id = $1 FOR UPDATE', [id]);
    const answer = await browser.post(pathOf(id));
    await sender.end();
    expect([answer.status, answer.body['detail']]).toEqual([409, 'It is being sent at this moment.']);
  });
});
