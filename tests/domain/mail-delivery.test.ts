import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { addSeconds } from '@/lib/core/time';
import type { Context } from '@/lib/domain/context';
import { deliverDueMail } from '@/lib/domain/mail-delivery';
import { createSmtpTransport } from '@/lib/infra/mail/smtp-transport';
import { createMemoryStore } from '@/lib/infra/store/memory-store';
import { addPerson } from '../harness/add-person';
import { type MailServer, startMailServer } from '../harness/mail-server';
import { addMail } from '../harness/mails';
import { until } from '../harness/poll';
import { useDatabase } from '../harness/use-database';

const { database, db } = useDatabase();
let smtp: MailServer;
let lateBySeconds = 0;

beforeAll(async () => {
  smtp = await startMailServer();
});
afterAll(() => smtp?.stop());
afterEach(() => {
  smtp.says('answer');
  lateBySeconds = 0;
});

const now = () => addSeconds(new Date(), lateBySeconds);
const log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} } as unknown as Context['log'];

function deliver() {
  const client = { ip: '', userAgent: '', requestId: randomUUID() };
  const store = createMemoryStore(now);
  const ctx: Context = {
    ...{ now, client, actor: null, incoming: { isBearer: false }, outgoing: {}, db, store, log },
    poke: () => {},
  };
  const transport = createSmtpTransport({
    host: smtp.env.EMAIL_HOST,
    port: Number(smtp.env.EMAIL_PORT),
    useTls: false,
    from: 'Gatehouse <gate@gate.example>',
    messageIdHost: 'gate.example',
  });
  return deliverDueMail(ctx, transport);
}

async function dueMail(): Promise<{ id: string; to: string }> {
  const to = `${randomUUID()}@example.com`;
  const userId = await addPerson(database, { email: to });
  return { to, id: await addMail(database, { userId, status: 'queued', attempts: 0 }) };
}

const rowOf = (id: string) => db.outboxMail.findUniqueOrThrow({ where: { id } });
const isHandedOver = (id: string) => until('the note of it', async () => (await rowOf(id)).status === 'handed_over');

/** A mail server that has the mail and does not say what it does with it. */
async function deliverWithoutAnswer(): Promise<{ mail: { id: string; to: string }; open: () => void; ended: unknown }> {
  let open = () => {};
  const opened = new Promise<void>((resolve) => (open = resolve));
  smtp.says('answer', () => opened);
  const mail = await dueMail();
  const ended = deliver();
  await isHandedOver(mail.id);
  return { mail, open: () => open(), ended };
}

describe('a mail of which only the answer is missing', () => {
  it('holds no lock, and is nobody’s to take up meanwhile', async () => {
    const { mail, open, ended } = await deliverWithoutAnswer();
    await database.query('SELECT 1 FROM outbox_mails WHERE id = $1 FOR UPDATE NOWAIT', [mail.id]);
    lateBySeconds = 60;
    expect(await deliver()).toEqual({ sent: 0, failed: 0 });
    open();
    expect(await ended).toEqual({ sent: 1, failed: 0 });
    expect(await rowOf(mail.id)).toMatchObject({ status: 'sent', attempts: 1, payload: null });
    expect(smtp.mailsTo(mail.to)).toHaveLength(1);
  });

  it('does not hold up what comes after it', async () => {
    const { open, ended } = await deliverWithoutAnswer();
    smtp.says('answer');
    const { id } = await dueMail();
    await until('the other mail', async () => (await rowOf(id)).status === 'sent');
    open();
    expect(await ended).toEqual({ sent: 2, failed: 0 });
  });

  it('is sent when the answer comes, even if somebody gave it up before', async () => {
    const { mail, open, ended } = await deliverWithoutAnswer();
    lateBySeconds = 121;
    await deliver();
    expect(await rowOf(mail.id)).toMatchObject({ status: 'dead' });
    open();
    await ended;
    expect(await rowOf(mail.id)).toMatchObject({ status: 'sent', payload: null, lastError: null });
  });
});

describe('a mail whose sender ended before the answer', () => {
  it('is given up and not sent again by itself, since it has most likely arrived', async () => {
    const { id, to } = await dueMail();
    await db.outboxMail.update({ where: { id }, data: { status: 'handed_over', attempts: 1 } });
    expect(await deliver()).toEqual({ sent: 0, failed: 0 });
    expect(await rowOf(id)).toMatchObject({
      status: 'dead',
      attempts: 1,
      payload: expect.any(String) as unknown,
      lastError: expect.stringMatching(/most likely arrived/) as unknown,
    });
    expect(smtp.mailsTo(to)).toEqual([]);
  });
});
