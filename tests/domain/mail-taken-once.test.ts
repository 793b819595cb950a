import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { deliverDueMail } from '@/lib/domain/mail-delivery';
import { type Db, openDatabase } from '@/lib/infra/db';
import { MailError } from '@/lib/infra/mail/mail-error';
import type { HandOver, MailTransport } from '@/lib/infra/mail/outgoing-mail';
import { addPerson } from '../harness/add-person';
import { addMail } from '../harness/mails';
import { until } from '../harness/poll';
import { type Relay, startRelay } from '../harness/relay';
import { useDatabase } from '../harness/use-database';
import { jobContext, opening } from './jobs/world';

const { database } = useDatabase();
let relay: Relay;
/** The database of an instance whose way to PostgreSQL can be cut. */
let db: Db;

beforeAll(async () => {
  const url = new URL(database.url);
  relay = await startRelay(Number(url.port));
  url.port = String(relay.port);
  db = openDatabase(url.href);
});
afterAll(async () => {
  await db?.$disconnect();
  await relay?.stop();
});
beforeEach(() => database.query('DELETE FROM outbox_mails'));

type Row = { status: string; attempts: number; last_error: string | null };

async function rowOf(id: string): Promise<Row | undefined> {
  const sql = 'SELECT status, attempts, last_error FROM outbox_mails WHERE id = $1';
  return (await database.query<Row>(sql, [id])).rows[0];
}

async function dueMail(): Promise<string> {
  return addMail(database, { userId: await addPerson(database), status: 'queued', attempts: 0 });
}

/** A way out that keeps the ids of what it took, and does with each of them what is said. */
function wayOut(send: (mail: { id: string }, handOver: HandOver) => Promise<void>) {
  const taken: string[] = [];
  const transport: MailTransport = {
    name: 'smtp',
    send: async (mail, handOver) => {
      taken.push(mail.id);
      if (handOver) await send(mail, handOver);
    },
  };
  return { taken, transport };
}

const deliver = (transport: MailTransport) => deliverDueMail(jobContext(db), transport);

/** Delivers until PostgreSQL is there again and the row is as it should be. */
const deliverUntil = (id: string, status: string, transport: MailTransport) =>
  until(`a mail that is ${status}`, async () => {
    await deliver(transport).catch(() => undefined);
    return (await rowOf(id))?.status === status;
  });

it('a mail that was taken while PostgreSQL was away is not sent again when it is back', async () => {
  const id = await dueMail();
  const { taken, transport } = wayOut(() => relay.kill9());
  await expect(deliver(transport)).rejects.toMatchObject({ code: 'DATABASE_OUTAGE' });
  expect(await rowOf(id)).toMatchObject({ status: 'queued', attempts: 0 });
  await relay.restart();
  await deliverUntil(id, 'sent', transport);
  expect(taken).toEqual([id]);
});

it('a mail whose last byte left before its note could is not taken up here while its answer is awaited, nor after it', async () => {
  const id = await dueMail();
  const { opened, open } = opening();
  const { taken, transport } = wayOut(async (mail, { before, after }) => {
    if (mail.id !== id) return;
    await before();
    await relay.kill9();
    after();
    await opened;
  });
  await expect(deliver(transport)).rejects.toMatchObject({ code: 'DATABASE_OUTAGE' });
  await relay.restart();
  expect(await rowOf(id)).toMatchObject({ status: 'queued', attempts: 0 });
  const next = await dueMail();
  await deliverUntil(next, 'sent', transport);
  expect(await rowOf(id)).toMatchObject({ status: 'queued', attempts: 0 });
  open();
  await deliverUntil(id, 'sent', transport);
  expect(taken.toSorted()).toEqual([id, next].toSorted());
});

it('a mail that was refused while PostgreSQL was away is tried again, and not taken for one that has arrived', async () => {
  const id = await dueMail();
  const { transport } = wayOut(async (_mail, { before, after }) => {
    await before();
    after();
    await until('the note of it', async () => (await rowOf(id))?.status === 'handed_over');
    await relay.kill9();
    throw new MailError('SMTP EMESSAGE 451', false);
  });
  await expect(deliver(transport)).rejects.toMatchObject({ code: 'DATABASE_OUTAGE' });
  // Somebody else has waited long enough, and knows nothing of the answer.
  await database.query(`UPDATE outbox_mails SET status = 'dead', last_error = 'no answer' WHERE id = $1`, [id]);
  await relay.restart();
  await deliverUntil(id, 'queued', transport);
  expect(await rowOf(id)).toMatchObject({ attempts: 1, last_error: 'SMTP EMESSAGE 451' });
});

it('a refusal that is heard late changes nothing about a mail that somebody else has sent since', async () => {
  const id = await dueMail();
  const { opened, open } = opening();
  const { transport } = wayOut(async (_mail, { before, after }) => {
    await before();
    after();
    await opened;
    throw new MailError('SMTP ESOCKET', false);
  });
  const ended = deliver(transport);
  await until('the note of it', async () => (await rowOf(id))?.status === 'handed_over');
  await database.query(
    `UPDATE outbox_mails SET status = 'sent', sent_at = now(), payload = NULL, attempts = 2 WHERE id = $1`,
    [id],
  );
  open();
  expect(await ended).toEqual({ sent: 0, failed: 1 });
  expect(await rowOf(id)).toMatchObject({ status: 'sent', attempts: 2 });
});
