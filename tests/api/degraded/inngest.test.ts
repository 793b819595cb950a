import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inTime } from '../../degraded/in-time';
import { client } from '../../harness/client';
import { type InngestServer, startInngestServer } from '../../harness/inngest-server';
import { mailsTo, waitForMail } from '../../harness/mailbox';
import { newPerson, registrationOf } from '../../harness/people';
import { until } from '../../harness/poll';
import { startRelay, type Relay } from '../../harness/relay';
import { startServer, type TestServer } from '../../harness/server';

const NOT_TOLD = 'Inngest was not told';

let inngest: InngestServer;
let relay: Relay;
let server: TestServer;
const waiting: string[] = [];

/** Nobody who registers notices, and the mail is in the outbox. */
async function expectUnnoticed(): Promise<void> {
  const person = newPerson();
  expect((await inTime(client(server).post('/api/register', registrationOf(person)))).status).toBe(201);
  expect(await mailsTo(server, person.email)).toEqual([]);
  waiting.push(person.email);
}

// asvs:16.5.2
describe('an instance whose', () => {
  beforeAll(async () => {
    inngest = await startInngestServer();
    relay = await startRelay(Number(new URL(inngest.settings.INNGEST_BASE_URL).port));
    const INNGEST_BASE_URL = `http://127.0.0.1:${relay.port}`;
    server = await startServer({ env: { ...inngest.settings, INNGEST_BASE_URL } });
    await until('the registration of the jobs', () => inngest.functions.length > 0, 30);
  });
  afterAll(async () => {
    await server?.stop();
    await relay?.stop();
    await inngest?.stop();
  });

  it('Inngest, down: nobody notices, and the work waits', async () => {
    await relay.kill9();
    await expectUnnoticed();
    await until(NOT_TOLD, () => server.logs().some((line) => line.includes(NOT_TOLD)));
    await relay.restart();
  });

  it('Inngest, hanging: nobody notices, and the work waits', async () => {
    relay.freeze();
    await expectUnnoticed();
    relay.thaw();
  });

  it('Inngest, back: what waited is done, once', async () => {
    // What the relay looks for is as old as that.
    await server.database.query(
      "UPDATE outbox_mails SET next_attempt_at = now() - interval '1 minute' WHERE status = 'queued'",
    );
    await inngest.strike('gatehouse-relay-outbox');
    for (const email of waiting) await waitForMail(server, email);
    await inngest.strike('gatehouse-deliver-mail');
    for (const email of waiting) expect(await mailsTo(server, email)).toHaveLength(1);
  });
});
