import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inTransaction, type Context } from '@/lib/domain/context';
import { JOB_NAMES } from '@/lib/domain/job';
import { isByClock } from '@/lib/domain/job-schedule';
import { JOBS } from '@/lib/domain/jobs';
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

const BY_CLOCK = JOBS.filter(({ schedule }) => isByClock(schedule)).map(({ name }) => name);

/** Something for each job of the clock to find. */
async function arrange({ server, strike }: JobEngine) {
  const { query } = server.database;
  const untold = await activatedPerson(server);
  await queueUntold(server, untold);
  const promoted = await signedInPerson(server);
  await signedInPerson(server);
  await rolesOf(promoted);
  await query('INSERT INTO user_roles (user_id, role_name) VALUES ($1, $2)', [promoted.id, 'manager']);
  const rolesBefore = await rolesOf(promoted);
  const [old, young] = [await addPerson(server.database, { activated: '' }), await addPerson(server.database)];
  await query(`UPDATE users SET created_at = now() - interval '31 days' WHERE id = $1`, [old]);
  await query(
    `INSERT INTO challenges (id, purpose, user_id, token_hash, created_at, expires_at)
     VALUES (gen_random_uuid(), 'reset', $1, $2, now() - interval '41 days', now() - interval '40 days')`,
    [young, Buffer.from(young.slice(0, 32))],
  );
  await strike('seal-audit-events');
  await until('two seals', async () => (await query('SELECT 1 FROM audit_events WHERE position = 2')).rows[0]);
  await query(`UPDATE audit_events SET user_agent = user_agent || '!' WHERE position = 1`);
  return { untold, promoted, rolesBefore, old, young };
}

type World = { engine: JobEngine; found: Awaited<ReturnType<typeof arrange>> };
const worlds = new Map<string, World>();

/** All at once: most of it is waiting for a pulse. */
beforeAll(async () => {
  const starting = Object.entries(JOB_ENGINES).map(async ([name, start]) => {
    const engine = await start();
    engine.server.expectErrors(/the audit chain is broken/);
    worlds.set(name, { engine, found: await arrange(engine) });
    await Promise.all(BY_CLOCK.map(engine.strike));
  });
  await Promise.all(starting);
});
afterAll(() => Promise.all([...worlds.values()].map(({ engine }) => engine.stop())));

describe.each(Object.keys(JOB_ENGINES))('under %s', (name) => {
  let server: TestServer;
  let engine: JobEngine;
  let found: World['found'];

  beforeAll(() => {
    ({ engine, found } = worlds.get(name) as World);
    ({ server } = engine);
  });

  /** The rows that are left of these, once there are fewer. */
  const leftOf = (table: string, column: string, ids: string[]) =>
    until(`the purge of ${table}`, async () => {
      const sql = `SELECT ${column} AS id FROM ${table} WHERE ${column} = ANY ($1)`;
      const { rows } = await server.database.query<{ id: string }>(sql, [ids]);
      return rows.length < ids.length && rows;
    });

  it('deliver-mail: a registration’s mail goes out as soon as it is committed, and once', async () => {
    const person = newPerson();
    expect((await client(server).post('/api/register', registrationOf(person))).status).toBe(201);
    await waitForMail(server, person.email);
    await engine.strike('deliver-mail');
    expect(await mailsTo(server, person.email)).toHaveLength(1);
  });

  it('answer-reset-requests: a request for a link is answered by mail', async () => {
    const { email } = await activatedPerson(server);
    expect((await client(server).post('/api/request-reset-password', { email })).status).toBe(200);
    expect((await waitForMail(server, email)).text).toContain('/reset_password/');
  });

  it('relay-outbox: a mail that nobody was told of goes out, once', async () => {
    await waitForMail(server, found.untold.email);
    expect(await mailsTo(server, found.untold.email)).toHaveLength(1);
  });

  it('refresh-role-cache: what was changed behind everybody’s back shows', async () => {
    expect(found.rolesBefore).not.toContain('manager');
    expect(await rolesOf(found.promoted)).toContain('manager');
  });

  it('seal-audit-events, verify-audit-chain: what happened is sealed, and a changed byte found', async () => {
    const verified = await until('its end', () => standing(server, 'verify-audit-chain'));
    expect(verified).toMatchObject({ outcome: 'done', report: { broken: 1 } });
  });

  it('purge-unactivated: who never activated is gone after 30 days, and nobody else', async () => {
    expect(await leftOf('users', 'id', [found.old, found.young])).toEqual([{ id: found.young }]);
  });

  it('purge-expired: a link is gone 30 days after its end', async () => {
    expect(await leftOf('challenges', 'user_id', [found.young])).toEqual([]);
  });

  it('answers at the address of Inngest only where that runs them', async () => {
    const { status, body } = await client(server).get('/api/inngest');
    expect([status, body['code']]).toEqual(name === 'Inngest' ? [401, 'unauthenticated'] : [404, 'not_found']);
  });

  it('every job has run by then, and ended well', async () => {
    const standings = await Promise.all(
      JOB_NAMES.map((job) => until(job, () => standing(server, job).then((one) => one?.outcome))),
    );
    expect(standings).toEqual(JOB_NAMES.map(() => 'done'));
  });
});
