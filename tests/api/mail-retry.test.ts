import type { AddressInfo } from 'node:net';
import { simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { client } from '../harness/client';
import { newPerson, registrationOf } from '../harness/people';
import { until } from '../harness/poll';
import { startServer, type TestServer } from '../harness/server';

/** A mail server that says no until it is told better. */
let isWilling = false;
const received: { to: string; messageId: string | undefined; text: string }[] = [];
let smtp: SMTPServer;
let server: TestServer;

beforeAll(async () => {
  smtp = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    onMailFrom: (_address, _session, done) =>
      done(isWilling ? null : Object.assign(new Error('try again later'), { responseCode: 451 })),
    onData: (stream, session, done) => {
      void simpleParser(stream).then(({ messageId, text }) => {
        const [to] = session.envelope.rcptTo;
        received.push({ to: to?.address ?? '', messageId, text: text ?? '' });
        done();
      }, done);
    },
  });
  await new Promise<void>((resolve) => void smtp.listen(0, '127.0.0.1', resolve));
  const { port } = smtp.server.address() as AddressInfo;
  const env = { EMAIL_HOST: '127.0.0.1', EMAIL_PORT: String(port), EMAIL_USE_TLS: 'false' };
  server = await startServer({ env });
});
afterAll(async () => {
  await server?.stop();
  await new Promise<void>((resolve) => void smtp?.close(resolve));
});

function outbox(email: string) {
  return server.database.query(
    `SELECT status, attempts, payload IS NULL AS is_erased FROM outbox_mails m JOIN users u ON u.id = m.user_id
     WHERE u.email = $1`,
    [email],
  );
}

describe('a mail that the mail server refuses for now', () => {
  it('holds no registration up, is tried again, arrives once, and leaves no secret behind', async () => {
    const person = newPerson();
    expect((await client(server).post('/api/register', registrationOf(person))).status).toBe(201);
    await until('the first attempt', async () => {
      const [mail] = (await outbox(person.email)).rows as { attempts: number }[];
      return (mail?.attempts ?? 0) >= 1;
    });
    expect(received).toEqual([]);
    isWilling = true;
    await until('the mail', () => Promise.resolve(received.length > 0), 25);
    await until('the end of the delivery', async () => {
      const [mail] = (await outbox(person.email)).rows as { status: string }[];
      return mail?.status === 'sent';
    });
    expect(received.map(({ to }) => to)).toEqual([person.email]);
    expect(received[0]?.messageId).toMatch(/^<[0-9a-f-]{36}@localhost>$/);
    expect(received[0]?.text).toMatch(/\d{6}/);
    expect((await outbox(person.email)).rows).toEqual([{ status: 'sent', attempts: 2, is_erased: true }]);
  }, 45_000);
});
