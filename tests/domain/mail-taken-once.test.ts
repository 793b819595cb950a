import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { inTransaction, type Context } from '@/lib/domain/context';
import { deliverDueMail } from '@/lib/domain/mail-delivery';
import { enqueueMail } from '@/lib/domain/outbox';
import { createMemoryStore } from '@/lib/infra/store/memory-store';
import { until } from '../harness/poll';
import { useDatabase } from '../harness/use-database';

const { database, db } = useDatabase();
const silence = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} } as unknown as Context['log'];

function contextNow(): Context {
  const client = { ip: '203.0.113.9', userAgent: '', requestId: randomUUID() };
  const now = () => new Date();
  const store = createMemoryStore(now);
  return {
    now,
    client,
    actor: null,
    incoming: { isBearer: false },
    outgoing: {},
    db,
    store,
    log: silence,
    poke: () => {},
  };
}

async function enqueue(): Promise<void> {
  const data = { email: `${randomUUID()}@example.com`, firstName: 'Robin', lastName: 'Marsh', activatedAt: new Date() };
  const { id: userId } = await db.user.create({ data });
  const fillings = { firstName: 'Robin', loginLink: 'https://gate.example/login' };
  const ctx = contextNow();
  await inTransaction(ctx, (tx) => enqueueMail(ctx, tx, { userId, template: 'session-reuse', fillings }));
}

const rows = () => database.query<{ status: string }>('SELECT status FROM outbox_mails');

/** Every connection to this database but the test's own. */
const cutConnections = () =>
  database.query(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
     WHERE datname = current_database() AND application_name = 'gatehouse'`,
  );

it('a mail that was taken while PostgreSQL went away is not sent again when it is back', async () => {
  await enqueue();
  const taken: string[] = [];
  const send = async ({ id }: { id: string }) => {
    taken.push(id);
    if (taken.length === 1) await cutConnections();
  };
  await expect(deliverDueMail(contextNow(), { name: 'smtp', send })).rejects.toMatchObject({ code: 'DATABASE_OUTAGE' });
  expect((await rows()).rows).toEqual([{ status: 'queued' }]);
  await until('PostgreSQL to be used again', async () => {
    await deliverDueMail(contextNow(), { name: 'smtp', send }).catch(() => undefined);
    return (await rows()).rows[0]?.status === 'sent';
  });
  expect(taken).toHaveLength(1);
});
