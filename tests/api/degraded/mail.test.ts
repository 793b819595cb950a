import { afterAll, beforeAll, describe, expect } from 'vitest';
import { mailCheck } from '@/lib/cli/doctor/outside-checks';
import { inTime } from '../../degraded/in-time';
import { expectDoctorToSee, linesWith, METRICS_TOKEN, metricOf, untilReadySays } from '../../degraded/operator';
import { rowsOf } from '../../degraded/rows';
import { client, type Client } from '../../harness/client';
import { type MailServer, startMailServer } from '../../harness/mail-server';
import { newPerson, registrationOf, signedInWithRole } from '../../harness/people';
import { until } from '../../harness/poll';
import { startRelay, type Relay } from '../../harness/relay';
import { type ResendDouble, startResendDouble } from '../../harness/resend-double';
import { startServer, type TestServer } from '../../harness/server';

/** An instance that sends its mail one way, with an administrator, and who waits for a mail there. */
type Way = { relay: Relay; server: TestServer; admin: Client; waiting: string[] };

let smtp: MailServer;
let resend: ResendDouble;
let bySmtp: Way;
let byResend: Way;

async function startWay(port: number, envOf: (port: number) => Record<string, string>): Promise<Way> {
  const relay = await startRelay(port);
  const server = await startServer({ env: { ...envOf(relay.port), METRICS_TOKEN } });
  return { relay, server, admin: (await signedInWithRole(server, 'admin')).browser, waiting: [] };
}

async function stopWay(way: Way | undefined): Promise<void> {
  await way?.server.stop();
  await way?.relay.stop();
}

const both = (work: (way: Way) => Promise<void>) => Promise.all([bySmtp, byResend].map(work));

/** Nobody who registers notices, and the mail waits. */
async function expectUnnoticed({ server, waiting }: Way): Promise<void> {
  const person = newPerson();
  const [registered, page] = await Promise.all([
    inTime(client(server).post('/api/register', registrationOf(person))),
    inTime(client(server).get('/login')),
  ]);
  expect([registered.status, page.status]).toEqual([201, 200]);
  waiting.push(person.email);
  expect(await metricOf(server, 'mail_queued')).toBe(waiting.length);
  await untilReadySays(server, 'ready');
}

type ListedMail = { to: { email: string }; attempts: number; last_error: string | null };

/** Until a try for each has come to nothing, which is in the log, and with the mail. */
async function untilTried({ server, admin, waiting }: Way): Promise<void> {
  await until(
    'a try for each',
    async () => {
      const { rows } = await server.database.query('SELECT 1 FROM outbox_mails WHERE last_error IS NOT NULL');
      return rows.length === waiting.length;
    },
    25,
  );
  const { body } = await inTime(admin.get('/api/mails'));
  const shown = (body['results'] as ListedMail[]).filter(({ attempts, last_error: error }) => attempts > 0 && error);
  expect(shown.map(({ to }) => to.email).toSorted()).toEqual(waiting.toSorted());
  expect(linesWith(server, 'a mail was not delivered', '"level":"warn"').length).toBeGreaterThanOrEqual(waiting.length);
}

// asvs:16.5.2
describe('an instance whose mail server', () => {
  const row = rowsOf('SMTP or Resend', () => ({
    kill9: async () => void (await both(({ relay }) => relay.kill9())),
    restart: async () => void (await both(({ relay }) => relay.restart())),
    freeze: () => [bySmtp, byResend].forEach(({ relay }) => relay.freeze()),
    thaw: () => [bySmtp, byResend].forEach(({ relay }) => relay.thaw()),
  }));

  beforeAll(async () => {
    [smtp, resend] = await Promise.all([startMailServer(), startResendDouble()]);
    bySmtp = await startWay(Number(smtp.env.EMAIL_PORT), (port) => ({ ...smtp.env, EMAIL_PORT: String(port) }));
    byResend = await startWay(Number(new URL(resend.env.RESEND_BASE_URL).port), (port) => ({
      ...resend.env,
      RESEND_BASE_URL: `http://127.0.0.1:${port}`,
    }));
  });
  afterAll(async () => {
    await Promise.all([stopWay(bySmtp), stopWay(byResend)]);
    await Promise.all([smtp?.stop(), resend?.stop()]);
  });

  row.down('nobody who registers notices, and the mail waits', async (breakIt) => {
    await breakIt();
    await both(expectUnnoticed);
    const settings = { ...smtp.env, EMAIL_PORT: String(bySmtp.relay.port) };
    await Promise.all([both(untilTried), expectDoctorToSee(mailCheck, settings)]);
  });

  row.hanging('nobody who registers notices, and the mail waits', async (breakIt) => {
    await breakIt();
    await both(expectUnnoticed);
    const settings = { ...smtp.env, EMAIL_PORT: String(bySmtp.relay.port) };
    // Resend is waited for longer than a test is (tests/infra/mail/resend-transport.test.ts).
    await Promise.all([untilTried(bySmtp), expectDoctorToSee(mailCheck, settings)]);
  });

  row.back('each mail arrives once', async () => {
    await both(async ({ server }) => {
      // The pauses between the tries, which grow to hours, are left out.
      await server.database.query("UPDATE outbox_mails SET next_attempt_at = now() WHERE status = 'queued'");
      await until('the outbox to be empty', async () => {
        const { rows } = await server.database.query("SELECT 1 FROM outbox_mails WHERE status <> 'sent'");
        return rows.length === 0;
      });
      expect(await metricOf(server, 'mail_queued')).toBe(0);
    });
    expect(smtp.received.map(({ to }) => to).toSorted()).toEqual(bySmtp.waiting.toSorted());
    expect(resend.received.toSorted()).toEqual(byResend.waiting.toSorted());
  });
});
