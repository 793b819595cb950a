import type { AddressInfo } from 'node:net';
import { simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inTime } from '../../degraded/in-time';
import { client } from '../../harness/client';
import { newPerson, registrationOf, type Person } from '../../harness/people';
import { until } from '../../harness/poll';
import { startRelay, type Relay } from '../../harness/relay';
import { startServer, type TestServer } from '../../harness/server';

const NOT_DELIVERED = 'a mail was not delivered';

/** Whom it has taken mails for. */
const received: string[] = [];
let smtp: SMTPServer;
let relay: Relay;
let server: TestServer;
const waiting: Person[] = [];

/** Nobody who registers notices, and the mail waits. */
async function expectUnnoticed(): Promise<void> {
  const person = newPerson();
  expect((await inTime(client(server).post('/api/register', registrationOf(person)))).status).toBe(201);
  waiting.push(person);
}

/** Until a try has come to nothing, which is in the log and with the mail. */
async function untilTried({ email }: Person): Promise<void> {
  await until(
    'a try',
    async () => {
      const { rows } = await server.database.query<{ attempts: number; last_error: string | null }>(
        `SELECT attempts, last_error FROM outbox_mails m JOIN users u ON u.id = m.user_id WHERE u.email = $1`,
        [email],
      );
      return rows[0]?.last_error?.startsWith('SMTP') && rows[0].attempts > 0;
    },
    25,
  );
  expect(server.logs().some((line) => line.includes(NOT_DELIVERED))).toBe(true);
}

// asvs:16.5.2
describe('an instance whose mail server', () => {
  beforeAll(async () => {
    smtp = new SMTPServer({
      disabledCommands: ['AUTH', 'STARTTLS'],
      onData: (stream, session, done) => {
        void simpleParser(stream).then(() => {
          received.push(...session.envelope.rcptTo.map(({ address }) => address));
          done();
        }, done);
      },
    });
    // A client that goes away in the middle is what this is about.
    smtp.on('error', () => undefined);
    await new Promise<void>((resolve) => void smtp.listen(0, '127.0.0.1', resolve));
    relay = await startRelay((smtp.server.address() as AddressInfo).port);
    const env = { EMAIL_HOST: '127.0.0.1', EMAIL_PORT: String(relay.port), EMAIL_USE_TLS: 'false' };
    server = await startServer({ env });
    // What is slow the first time is not what this is about.
    await client(server).post('/api/register', registrationOf(newPerson()));
    await until('its mail', () => received.length === 1);
    received.splice(0);
  });
  afterAll(async () => {
    await server?.stop();
    await relay?.stop();
    await new Promise<void>((resolve) => void smtp?.close(resolve));
  });

  it('SMTP or Resend, down: nobody who registers notices, and the mail waits', async () => {
    await relay.kill9();
    await expectUnnoticed();
    await Promise.all(waiting.map(untilTried));
    await relay.restart();
  });

  it('SMTP or Resend, hanging: nobody who registers notices, and the mail waits', async () => {
    relay.freeze();
    await expectUnnoticed();
    expect((await inTime(client(server).get('/login'))).status).toBe(200);
    await Promise.all(waiting.map(untilTried));
    relay.thaw();
  });

  it('SMTP or Resend, back: each mail arrives once', async () => {
    // The pauses between the tries, which grow to hours, are left out.
    await server.database.query("UPDATE outbox_mails SET next_attempt_at = now() WHERE status = 'queued'");
    await until('the outbox to be empty', async () => {
      const { rows } = await server.database.query("SELECT 1 FROM outbox_mails WHERE status <> 'sent'");
      return rows.length === 0;
    });
    expect(received.toSorted()).toEqual(waiting.map(({ email }) => email).toSorted());
  });
});
