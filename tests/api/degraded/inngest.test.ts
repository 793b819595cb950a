import { afterAll, beforeAll, describe, expect } from 'vitest';
import { jobsCheck } from '@/lib/cli/doctor/work-checks';
import { inTime } from '../../degraded/in-time';
import { expectDoctorToSee, linesWith, METRICS_TOKEN, metricOf, untilReadySays } from '../../degraded/operator';
import { rowsOf } from '../../degraded/rows';
import { client } from '../../harness/client';
import { type InngestServer, startInngestServer } from '../../harness/inngest-server';
import { mailsTo, waitForMail } from '../../harness/mailbox';
import { activatedPerson, newPerson, registrationOf } from '../../harness/people';
import { until } from '../../harness/poll';
import { startRelay, type Relay } from '../../harness/relay';
import { startServer, type TestServer } from '../../harness/server';

const NOT_TOLD = 'Inngest was not told';

let inngest: InngestServer;
let relay: Relay;
let server: TestServer;
let settings: InngestServer['settings'];
/** Who waits for a mail. */
const waiting: string[] = [];

/** Nobody who registers, or asks for a link, notices; and what has to be done waits in its row, which can be seen. */
async function expectUnnoticed(): Promise<void> {
  const [newcomer, person] = [newPerson(), await activatedPerson(server)];
  const [registered, asked] = await Promise.all([
    inTime(client(server).post('/api/register', registrationOf(newcomer))),
    inTime(client(server).post('/api/request-reset-password', { email: person.email })),
  ]);
  expect([registered.status, asked.status]).toEqual([201, 200]);
  waiting.push(newcomer.email, person.email);
  await expectDoctorToSee(jobsCheck, settings);
  for (const email of waiting) expect(await mailsTo(server, email)).toEqual([]);
  // The link's mail is not written before somebody has looked whose address it is.
  expect(await metricOf(server, 'mail_queued')).toBe(waiting.length / 2);
  await untilReadySays(server, 'ready');
}

/** How many events were given up, each of which is in the log; a hanging Inngest is asked five times, three seconds each. */
function eventsNotTold(): number {
  const counts = linesWith(server, NOT_TOLD, '"level":"warn"').map((line) => Number(/"events":(\d+)/.exec(line)?.[1]));
  return counts.reduce((sum, count) => sum + count, 0);
}

// asvs:16.5.2
describe('an instance whose', () => {
  const row = rowsOf('Inngest', () => relay);

  beforeAll(async () => {
    inngest = await startInngestServer();
    relay = await startRelay(Number(new URL(inngest.settings.INNGEST_BASE_URL).port));
    settings = { ...inngest.settings, INNGEST_BASE_URL: `http://127.0.0.1:${relay.port}` };
    server = await startServer({ env: { ...settings, METRICS_TOKEN } });
    await until('the registration of the jobs', () => inngest.functions.length > 0, 30);
  });
  afterAll(async () => {
    await server?.stop();
    await relay?.stop();
    await inngest?.stop();
  });

  row.down('nobody notices, and the work waits', async (breakIt) => {
    await breakIt();
    await expectUnnoticed();
    await until(NOT_TOLD, () => eventsNotTold() === waiting.length);
  });

  row.hanging('nobody notices, and the work waits', async (breakIt) => {
    await breakIt();
    await expectUnnoticed();
  });

  row.back('what waited is done, once', async () => {
    // What the relay looks for is as old as that.
    for (const table of ['outbox_mails', 'reset_requests']) {
      await server.database.query(`UPDATE ${table} SET next_attempt_at = now() - interval '1 minute'`);
    }
    await inngest.strike('gatehouse-relay-outbox');
    for (const email of waiting) await waitForMail(server, email);
    await inngest.strike('gatehouse-deliver-mail');
    for (const email of waiting) expect(await mailsTo(server, email)).toHaveLength(1);
    expect(await metricOf(server, 'mail_queued')).toBe(0);
  });
});
