import { afterAll, afterEach, beforeAll, describe, expect } from 'vitest';
import { findPendingMigrations } from '@/lib/infra/migrations';
import { PROBLEMS } from '@/lib/shared/problems';
import { databaseCheck } from '@/lib/cli/doctor/storage-checks';
import { inTime } from '../../degraded/in-time';
import { expectDoctorToSee, linesWith, METRICS_TOKEN, metricOf, untilReadySays } from '../../degraded/operator';
import { rowsOf } from '../../degraded/rows';
import { client, type Answer } from '../../harness/client';
import { mailsTo, waitForMail } from '../../harness/mailbox';
import { startOwnPostgres, type OwnPostgres } from '../../harness/own-postgres';
import { sendForm } from '../../harness/page-forms';
import { newPerson, registrationOf, signedInWithRole, type Person, type PersonWithId } from '../../harness/people';
import { until } from '../../harness/poll';
import { startServer, type TestServer } from '../../harness/server';

const GONE = 'PostgreSQL does not answer: whatever';
const BACK = 'PostgreSQL answers again';
const WORDS = 'We cannot see who is at the gate';
const PUT_OFF = [503, 'service_unavailable'];
/** What /api/health/ready cannot look at without it. */
const FAILING = ['database', 'migrations', 'mail', 'jobs'];

/** A grace that is over when PostgreSQL is back, and room for asking again and again whether it is. */
const ROOM = { REFRESH_GRACE_SECONDS: '1', THROTTLE_AUTHENTICATED: '1000', THROTTLE_ANONYMOUS: '1000' };

let postgres: OwnPostgres;
let server: TestServer;
/** Who was there before it was broken, and who came while it was. */
let admin: PersonWithId;
/** A machine that is slow to connect at first says both. */
let saidBefore = 0;
const newcomers: Person[] = [];
/** Whose mail may be on its way when PostgreSQL is killed. */
const lastBefore = newPerson();

/** How often the log has said that it is gone, and that it is back, since the first row began. */
const said = () => [
  linesWith(server, GONE, '"level":"error"').length - saidBefore,
  linesWith(server, BACK).length - saidBefore,
];
const outcome = ({ status, body }: Answer) => [status, body['code']];
const times = <T>(count: number, ask: () => Promise<T>) => Promise.all(Array.from({ length: count }, ask));

const register = (person = newPerson()) => client(server).post('/api/register', registrationOf(person));
/** Always from the address that their browser has, where wrong passwords would be counted. */
const login = ({ browser, email, password } = admin) =>
  client(server, { ip: browser.ip }).post('/api/login', { email, password });
const askForReset = ({ email } = admin) => client(server).post('/api/request-reset-password', { email });
const see = (path: string) => admin.browser.copy().get(path);

/** Everything that needs PostgreSQL is put off, everything else is answered, all at once and in time, and it is said. */
async function expectDegraded(): Promise<void> {
  const warnings = linesWith(server, 'a request was put off', '"level":"warn"').length;
  const stranger = client(server);
  const newcomer = newPerson();
  newcomers.push(newcomer);
  const [answers, open] = await Promise.all([
    Promise.all(
      [login(), register(newcomer), askForReset(), admin.browser.copy().post('/api/refresh')].map((asked) =>
        inTime(asked),
      ),
    ),
    Promise.all(['/login', '/docs/problems', '/.well-known/jwks.json'].map((path) => inTime(stranger.get(path)))),
    expectDoctorToSee(databaseCheck, { DATABASE_URL: postgres.database.url }),
  ]);
  expect(answers.map(outcome)).toEqual(answers.map(() => PUT_OFF));
  expect(open.map(({ status }) => status)).toEqual([200, 200, 200]);
  await untilReadySays(server, 'unready', FAILING);
  expect(await metricOf(server, 'database_up')).toBe(0);
  expect(linesWith(server, 'a request was put off', '"level":"warn"').length - warnings).toBeGreaterThanOrEqual(4);
}

/** Whoever is signed in sees why they cannot go on, and knocks again and again: more often than any limit lets one. */
async function expectWords(): Promise<void> {
  const { email, password } = admin;
  const sent = { headers: { origin: server.url }, fields: { email, password } };
  const [newcomer = newPerson()] = newcomers;
  const [page, link, me, form, ...knocks] = await Promise.all([
    see('/dashboard'),
    see('/activate/nonsense'),
    see('/api/me'),
    sendForm(client(server), '/login', sent),
    ...[times(6, () => login()), times(6, () => register(newcomer)), times(4, () => askForReset())],
  ]);
  expect([page.status, page.text]).toEqual([503, expect.stringContaining(WORDS)]);
  expect(link.status).toBe(503);
  expect(form.text).toContain(PROBLEMS.service_unavailable.title);
  for (const answer of [me, ...knocks.flat()]) expect(outcome(answer)).toEqual(PUT_OFF);
}

const untilBack = () => until('PostgreSQL to be used again', async () => (await see('/api/me')).status === 200);

/** Only from then on whoever is signed in is cached. */
const untilChangesAreHeard = () =>
  until('changes to be heard', async () => {
    const listening = "application_name = 'gatehouse changes' AND query LIKE 'LISTEN %'";
    return (await postgres.database.query(`SELECT 1 FROM pg_stat_activity WHERE ${listening}`)).rows.length > 0;
  });

// asvs:2.3.3 asvs:16.5.2 asvs:16.5.3
describe('an instance whose', () => {
  const row = rowsOf('PostgreSQL', () => postgres);

  beforeAll(async () => {
    postgres = await startOwnPostgres();
    server = await startServer({ database: postgres.database, env: { ...ROOM, METRICS_TOKEN } });
    server.expectErrors(/PostgreSQL does not answer|⨯/);
    admin = await signedInWithRole(server, 'admin');
  });
  // Where a test ended half-way.
  afterEach(() => postgres.thaw());
  afterAll(async () => {
    await postgres?.restart();
    await server?.stop();
    await postgres?.database.drop();
  });

  row.down('what needs it is put off at once and counts for nobody, and all else goes on', async (breakIt) => {
    expect((await register(lastBefore)).status).toBe(201);
    saidBefore = linesWith(server, BACK).length;
    await breakIt();
    await expectDegraded();
    await inTime(expectWords());
    expect(said()).toEqual([1, 0]);
  });

  row.hanging('nobody waits for long, and nothing that was given up is done later', async (breakIt) => {
    await untilBack();
    expect(said()).toEqual([1, 1]);
    await untilChangesAreHeard();
    await see('/api/me');
    await breakIt();
    const [start, begun] = await Promise.all([
      findPendingMigrations(postgres.database.url).catch((error: unknown) => String(error)),
      // Who is cached has a page begun for them that then finds nothing to show.
      Promise.all(['/settings/connections', '/admin/users', '/dashboard'].map((path) => inTime(see(path)))),
      expectDegraded(),
    ]);
    expect(start).toMatch(/did not answer in time/);
    expect(begun.map(({ status }) => status)).toEqual([503, 503, expect.toBeOneOf([200, 503])]);
    const waits = await times(8, async () => {
      const startedAt = performance.now();
      expect(outcome(await inTime(see('/api/sessions')))).toEqual(PUT_OFF);
      return performance.now() - startedAt;
    });
    // One of them may be the one that finds out whether it is back, which takes three seconds.
    expect(waits.filter((wait) => wait > 2_500).length).toBeLessThanOrEqual(1);
    expect(said()).toEqual([2, 1]);
  });

  row.back('it is used again by itself, with every mail sent once and the record whole', async () => {
    await untilReadySays(server, 'ready');
    expect(said()).toEqual([2, 2]);
    // The tokens that were shown meanwhile are neither spent nor stolen, no try counted, and no late statement was carried out.
    expect((await admin.browser.post('/api/refresh')).status).toBe(200);
    expect((await login()).status).toBe(200);
    expect((await askForReset()).status).toBe(200);
    for (const newcomer of newcomers) expect((await register(newcomer)).status).toBe(201);
    const mailed = [lastBefore, ...newcomers].map(({ email }) => email);
    for (const email of mailed) await waitForMail(server, email);
    await until('the outbox to be empty', async () => (await metricOf(server, 'mail_queued')) === 0, 20);
    for (const email of mailed) expect(await mailsTo(server, email)).toHaveLength(1);
    await until('the whole record to be sealed', async () => {
      const { body } = await see('/api/audit/verify');
      expect(body['broken_at']).toBeNull();
      return body['unsealed'] === 0;
    });
    // What ends from here on is heard of again, by who is cached as well.
    const other = admin.browser.copy();
    await admin.browser.post('/api/logout');
    expect((await other.get('/api/me')).status).toBe(401);
  });
});
