import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { addSeconds } from '@/lib/core/time';
import { createMailboxTransport, listMailbox, readMailbox } from '@/lib/infra/mail/mailbox';
import { outgoingMail } from './mail-samples';

let home: string;
let folder: string;

beforeEach(async () => {
  home = await mkdtemp(path.join(tmpdir(), 'gatehouse-mailbox-'));
  folder = path.join(home, 'deeper', 'mailbox');
});

afterEach(async () => {
  await rm(home, { recursive: true });
});

/** A clock that moves on by a second at every look. */
function tickingClock() {
  let now = new Date('2026-11-21T22:19:05.000Z');
  return () => (now = addSeconds(now, 1));
}

describe('the development mailbox', () => {
  it('gives back what was put in', async () => {
    const mail = outgoingMail();
    await createMailboxTransport({ folder, clock: tickingClock() }).send(mail);
    expect(await readMailbox(mail.id, { folder })).toEqual({ ...mail, createdAt: '2026-11-21T22:19:06.000Z' });
  });

  it('keeps one mail per id, however often it is delivered, also at once', async () => {
    const transport = createMailboxTransport({ folder });
    const mail = outgoingMail();
    await Promise.all(Array.from({ length: 20 }, () => transport.send(mail)));
    const first = await readMailbox(mail.id, { folder });
    await transport.send({ ...mail, subject: 'Again' });
    expect(await readdir(folder)).toEqual([`${mail.id}.json`]);
    expect(await readMailbox(mail.id, { folder })).toEqual(first);
  });

  it('keeps several mails that arrive at once', async () => {
    const transport = createMailboxTransport({ folder });
    const mails = Array.from({ length: 20 }, () => outgoingMail());
    await Promise.all(mails.map((mail) => transport.send(mail)));
    expect(await listMailbox({ folder })).toHaveLength(20);
  });

  it('lists the newest first, by address and no more than asked for', async () => {
    const transport = createMailboxTransport({ folder, clock: tickingClock() });
    const mails = ['ada', 'bob', 'ada', 'ada'].map((name, index) =>
      outgoingMail({ subject: `${index}`, to: { name, address: `${name}@reader.example` } }),
    );
    for (const mail of mails) await transport.send(mail);
    const subjects = async (query: { to?: string; limit?: number }) =>
      (await listMailbox({ folder, ...query })).map(({ subject }) => subject);
    expect(await subjects({})).toEqual(['3', '2', '1', '0']);
    expect(await subjects({ to: 'ada@reader.example' })).toEqual(['3', '2', '0']);
    expect(await subjects({ to: 'ada@reader.example', limit: 1 })).toEqual(['3']);
    expect(await subjects({ to: 'nobody@reader.example' })).toEqual([]);
  });

  it('drops the oldest when it is full', async () => {
    const transport = createMailboxTransport({ folder, clock: tickingClock(), capacity: 3 });
    for (const subject of ['0', '1', '2', '3', '4']) await transport.send(outgoingMail({ subject }));
    expect((await listMailbox({ folder })).map(({ subject }) => subject)).toEqual(['4', '3', '2']);
  });

  it('is empty, not broken, before the first mail', async () => {
    expect(await listMailbox({ folder })).toEqual([]);
    expect(await readMailbox(crypto.randomUUID(), { folder })).toBeUndefined();
  });

  it('passes over a file that was half written when the process was killed, and over strangers', async () => {
    const mail = outgoingMail();
    await createMailboxTransport({ folder }).send(mail);
    const half = crypto.randomUUID();
    await writeFile(path.join(folder, `${half}.json`), '{"id":"');
    await writeFile(path.join(folder, `${crypto.randomUUID()}.4711.tmp`), '{"id":"');
    await writeFile(path.join(folder, 'notes.json'), '{}');
    expect((await listMailbox({ folder })).map(({ id }) => id)).toEqual([mail.id]);
    await createMailboxTransport({ folder }).send(outgoingMail({ id: half, subject: 'whole' }));
    expect((await readMailbox(half, { folder }))?.subject).toBe('whole');
  });

  it.each(['../secret', '..%2fsecret', 'secret', '', '/etc/passwd', '.', 'a\0b'])(
    'reads nothing outside itself: no mail has the id %j',
    async (id) => {
      await createMailboxTransport({ folder }).send(outgoingMail());
      const mail = JSON.stringify({ ...outgoingMail(), createdAt: new Date().toISOString() });
      await writeFile(path.join(folder, '..', 'secret.json'), mail);
      await writeFile(path.join(folder, 'secret.json'), mail);
      expect(await readMailbox(id, { folder })).toBeUndefined();
    },
  );

  it('writes nothing outside itself: an id that is no UUID is refused', async () => {
    const refusal = createMailboxTransport({ folder }).send(outgoingMail({ id: '../escaped' }));
    await expect(refusal).rejects.toMatchObject({ name: 'MailError' });
    expect(await readdir(home)).toEqual([]);
  });

  it('says so, without the address, when the folder cannot be written', async () => {
    await writeFile(path.join(home, 'deeper'), 'a file where the folder should be');
    const refusal = createMailboxTransport({ folder }).send(outgoingMail());
    await expect(refusal).rejects.toMatchObject({ name: 'MailError', isPermanent: false });
    await expect(refusal).rejects.not.toThrow(/reader\.example|048213/);
  });
});
