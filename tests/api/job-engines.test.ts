import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inTransaction, type Context } from '@/lib/domain/context';
import { JOB_NAMES } from '@/lib/domain/job';
import { enqueueMail } from '@/lib/domain/outbox';
import { connectDatabase, disconnectDatabase } from '@/lib/infra/db';
import { createMemoryStore } from '@/lib/infra/store/memory-store';
import { addPerson } from '../harness/add-person';
import { client } from '../harness/client';
import { JOB_ENGINES, type JobEngine } from '../harness/job-engines';
import { mailsTo, waitForMail } from '../harness/mailbox';
import { activatedPerson, newPerson, registrationOf, signedInPerson, type PersonWithId } from '../harness/people';
import { until } from '../harness/poll';
import type { TestServer } from '../harness/server';

/** Queues a mail as a process would that dies right after the commit: nobody is told of it. */
async function queueUntold(server: TestServer, { id, first_name: firstName }: PersonWithId): Promise<void> {
  const db = connectDatabase(server.database.url);
  const now = () => new Date(Date.now() - 60_000);
  const ctx = {
    now,
    client: { ip: '', userAgent: '', requestId: '' },
    db,
    store: createMemoryStore(now),
    poke: () => {},
  };
  const mail = { userId: id, template: 'password-changed', fillings: { firstName, forgotLink: server.url } } as const;
  await inTransaction(ctx as unknown as Context, (tx) => enqueueMail(ctx as unknown as Context, tx, mail));
  await disconnectDatabase();
}

async function rolesOf({ browser }: PersonWithId): Promise<unknown> {
  return (await browser.get('/api/me')).body['roles'];
}

/** How a job stands that has run: its last outcome, and what it counted. */
async function standing(
  { database }: TestServer,
  job: string,
): Promise<{ outcome: string; report: object } | undefined> {
  const { rows } = await database.query<{ outcome: string; report: object }>(
    'SELECT last_outcome AS outcome, last_report AS report FROM jobs WHERE name = $1 AND last_outcome IS NOT NULL',
    [job],
  );
  return rows[0];
}

describe.each(Object.keys(JOB_ENGINES))('under %s', (name) => {
  let engine: JobEngine;
  let server: TestServer;

  beforeAll(async () => {
    engine = await (JOB_ENGINES[name] as (typeof JOB_ENGINES)[string])();
    ({ server } = engine);
  });
  afterAll(() => engine?.stop());

  // At once: under the in-process runner, each waits some seconds for its time to be noticed.
  describe('does its work', { concurrent: true }, () => {
    it('deliver-mail: a registration’s mail goes out as soon as it is committed, and once', async () => {
      const person = newPerson();
      expect((await client(server).post('/api/register', registrationOf(person))).status).toBe(201);
      await waitForMail(server, person.email);
      await engine.strike('deliver-mail');
      expect(await mailsTo(server, person.email)).toHaveLength(1);
      expect(await standing(server, 'deliver-mail')).toMatchObject({ outcome: 'done' });
    });

    it('answer-reset-requests: a request for a link is answered by mail', async () => {
      const { email } = await activatedPerson(server);
      expect((await client(server).post('/api/request-reset-password', { email })).status).toBe(200);
      expect((await waitForMail(server, email)).text).toContain('/reset_password/');
    });

    it('relay-outbox: a mail that nobody was told of goes out', async () => {
      const person = await activatedPerson(server);
      await queueUntold(server, person);
      await engine.strike('relay-outbox');
      await waitForMail(server, person.email);
      expect(await until('its end', () => standing(server, 'relay-outbox'))).toMatchObject({ outcome: 'done' });
    });

    it('refresh-role-cache: what was changed behind everybody’s back shows', async () => {
      const person = await signedInPerson(server);
      const before = await rolesOf(person);
      await server.database.query('INSERT INTO user_roles (user_id, role_name) VALUES ($1, $2)', [
        person.id,
        'manager',
      ]);
      expect(await rolesOf(person)).toEqual(before);
      await engine.strike('refresh-role-cache');
      await until('the role', async () => String(await rolesOf(person)).includes('manager'));
    });

    it('seal-audit-events and verify-audit-chain: what happened is sealed, and a changed byte found', async () => {
      server.expectErrors(/the audit chain is broken/);
      await Promise.all([signedInPerson(server), signedInPerson(server)]);
      await engine.strike('seal-audit-events');
      await until('two seals', async () => {
        const { rows } = await server.database.query('SELECT 1 FROM audit_events WHERE position = 2');
        return rows.length > 0;
      });
      await server.database.query(`UPDATE audit_events SET user_agent = user_agent || '!' WHERE position = 1`);
      await engine.strike('verify-audit-chain');
      const found = await until('its end', () => standing(server, 'verify-audit-chain'));
      expect(found).toMatchObject({ outcome: 'done', report: { broken: 1 } });
    });

    it('purge-unactivated: who never activated is gone after 30 days, and nobody else', async () => {
      const waiting = () => addPerson(server.database, { activated: '' });
      const [old, young] = [await waiting(), await waiting()];
      await server.database.query(`UPDATE users SET created_at = now() - interval '31 days' WHERE id = $1`, [old]);
      await engine.strike('purge-unactivated');
      const left = 'SELECT id FROM users WHERE id = ANY ($1)';
      await until('the purge', async () => (await server.database.query(left, [[old, young]])).rows.length < 2);
      expect((await server.database.query(left, [[old, young]])).rows).toEqual([{ id: young }]);
    });

    it('purge-expired: what ended long ago is gone', async () => {
      const userId = await addPerson(server.database);
      await server.database.query(
        `INSERT INTO challenges (id, purpose, user_id, token_hash, created_at, expires_at)
         VALUES (gen_random_uuid(), 'reset', $1, $2, now() - interval '400 days', now() - interval '399 days')`,
        [userId, Buffer.from(userId.slice(0, 32))],
      );
      await engine.strike('purge-expired');
      const left = 'SELECT 1 FROM challenges WHERE user_id = $1';
      await until('the purge', async () => (await server.database.query(left, [userId])).rows.length === 0);
    });
  });

  it('every job has run by then, and ended well', async () => {
    const standings = await Promise.all(JOB_NAMES.map((job) => standing(server, job)));
    expect(standings.map((found) => found?.outcome)).toEqual(JOB_NAMES.map(() => 'done'));
  });
});
