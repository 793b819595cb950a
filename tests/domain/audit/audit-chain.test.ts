import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { expect, it } from 'vitest';
import { sealAuditEvents } from '@/lib/domain/audit-chain';
import { verifyAuditChain } from '@/lib/domain/audit-verification';
import { openDatabase, type Db } from '@/lib/infra/db';
import { startCountingProxy } from '../../harness/counting-proxy';
import { until } from '../../harness/poll';
import { chainOf, record, useFreshDatabase } from './record';

const { database, db } = useFreshDatabase();

async function expectWhole(entries: number): Promise<void> {
  expect(await verifyAuditChain(db)).toMatchObject({ entries, brokenAt: null, unsealed: 0 });
  expect(new Set(await chainOf(database)).size).toBe(entries);
}

const INSERT = `INSERT INTO audit_events (id, at, event, outcome, ip, user_agent, request_id)
  SELECT gen_random_uuid(), now(), 'session.opened', 'success', '203.0.113.9', '', '' FROM generate_series(1, $1)`;

it('many write while two instances seal: each event is sealed once, in one whole chain', async () => {
  const other = openDatabase(database.url);
  const writing = new AbortController();
  const seal = async (instance: Db) => {
    while (!writing.signal.aborted) await sealAuditEvents(instance);
  };
  const sealing = [seal(db), seal(other)];
  await Promise.all(Array.from({ length: 8 }, () => record(db, 20)));
  writing.abort();
  await Promise.all(sealing);
  await sealAuditEvents(db);
  await expectWhole(160);
  await other.$disconnect();
});

it('what is committed late is sealed when it is there, after what began later', async () => {
  const late = new Client({ connectionString: database.url });
  await late.connect();
  const id = randomUUID();
  await late.query('BEGIN');
  await late.query(
    `INSERT INTO audit_events (id, at, event, outcome, ip, user_agent, request_id)
     VALUES ($1, now() - interval '1 hour', 'session.opened', 'success', '', '', '')`,
    [id],
  );
  await record(db, 3);
  expect(await sealAuditEvents(db)).toEqual({ sealed: 3 });
  await late.query('COMMIT');
  await late.end();
  expect(await sealAuditEvents(db)).toEqual({ sealed: 1 });
  expect((await chainOf(database)).at(-1)).toBe(id);
  await expectWhole(4);
});

it('killed in the middle of a batch, it leaves nothing half done and goes on from there', async () => {
  await record(db, 5);
  await sealAuditEvents(db);
  await record(db, 5);
  const blocker = new Client({ connectionString: database.url });
  await blocker.connect();
  await blocker.query('BEGIN; SELECT * FROM audit_chain FOR UPDATE');
  const sealing = sealAuditEvents(db).catch((error: unknown) => error);
  // The links are written; the new end waits for the lock.
  const waits = `SELECT pid FROM pg_stat_activity
    WHERE datname = current_database() AND wait_event_type = 'Lock' AND query ILIKE '%audit_chain%'`;
  const { pid } = await until('the end to wait', async () => (await database.query<{ pid: number }>(waits)).rows[0]);
  await database.query('SELECT pg_terminate_backend($1)', [pid]);
  expect(await sealing).toBeInstanceOf(Error);
  await blocker.end();
  expect(await verifyAuditChain(db)).toMatchObject({ entries: 5, brokenAt: null, unsealed: 5 });
  expect(await sealAuditEvents(db)).toEqual({ sealed: 5 });
  await expectWhole(10);
});

it('ten thousand events are sealed and verified with a bounded number of statements, whatever waits', async () => {
  await database.query(INSERT, [10_000]);
  const proxy = await startCountingProxy(database.url);
  const counted = openDatabase(proxy.url);
  expect(await sealAuditEvents(counted)).toEqual({ sealed: 10_000 });
  // Batches of 500, each some ten statements of one transaction: none of them holds more than its batch.
  expect(proxy.roundTrips()).toBeLessThan(20 * 15);
  const before = proxy.roundTrips();
  expect(await verifyAuditChain(counted)).toMatchObject({ entries: 10_000, brokenAt: null });
  expect(proxy.roundTrips() - before).toBeLessThan(20 * 2);
  await counted.$disconnect();
  await proxy.stop();
});
