import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { findPendingMigrations } from '@/lib/infra/migrations';
import { PROBLEMS } from '@/lib/shared/problems';
import { inTime } from '../../degraded/in-time';
import { client, type Answer } from '../../harness/client';
import { mailsTo, waitForMail } from '../../harness/mailbox';
import { sendForm } from '../../harness/page-forms';
import { startOwnPostgres, type OwnPostgres } from '../../harness/own-postgres';
import {
  newPerson,
  registrationOf,
  signedInPerson,
  signedInWithRole,
  type PersonInBrowser,
} from '../../harness/people';
import { until } from '../../harness/poll';
import { startServer, type TestServer } from '../../harness/server';

const GONE = 'PostgreSQL does not answer: whatever';
const BACK = 'PostgreSQL answers again';
const WORDS = 'We cannot see who is at the gate';
const PUT_OFF = [503, 'service_unavailable'];

/** A grace that is over when PostgreSQL is back, and room for asking again and again whether it is. */
const SETTINGS = { REFRESH_GRACE_SECONDS: '1', THROTTLE_AUTHENTICATED: '1000', THROTTLE_ANONYMOUS: '1000' };

let postgres: OwnPostgres;
let server: TestServer;

const said = (words: string) => server.logs().filter((line) => line.includes(words)).length;
const outcome = ({ status, body }: Answer) => [status, body['code']];
const times = <T>(count: number, ask: () => Promise<T>) => Promise.all(Array.from({ length: count }, ask));

const register = (person = newPerson()) => client(server).post('/api/register', registrationOf(person));
/** Always from the address that their browser has, where wrong passwords would be counted. */
const login = ({ browser, email, password }: PersonInBrowser) =>
  client(server, { ip: browser.ip }).post('/api/login', { email, password });
const askForReset = ({ email }: PersonInBrowser) => client(server).post('/api/request-reset-password', { email });

/** Everything that needs PostgreSQL is put off, and everything else is answered, all at once and in time. */
async function expectDegraded(person: PersonInBrowser): Promise<void> {
  const asStranger = client(server);
  const [answers, pages, dashboard] = await Promise.all([
    Promise.all(
      [login(person), register(), askForReset(person), person.browser.copy().post('/api/refresh')].map(inTime),
    ),
    Promise.all(['/', '/login', '/.well-known/jwks.json'].map((path) => inTime(asStranger.get(path)))),
    inTime(person.browser.copy().get('/dashboard')),
  ]);
  expect(answers.map(outcome)).toEqual(answers.map(() => PUT_OFF));
  expect(pages.map(({ status }) => status)).toEqual([200, 200, 200]);
  expect([200, 503]).toContain(dashboard.status);
}

/** Knocks again and again, as one does: more often than any limit lets one. */
async function knock(person: PersonInBrowser, newcomer: ReturnType<typeof newPerson>): Promise<void> {
  const answers = await Promise.all([
    times(6, () => login(person)),
    times(6, () => register(newcomer)),
    times(4, () => askForReset(person)),
  ]);
  expect(answers.flat().map(outcome)).toEqual(answers.flat().map(() => PUT_OFF));
}

const untilBack = (person: PersonInBrowser) =>
  until('PostgreSQL to be used again', async () => (await person.browser.get('/api/me')).status === 200);

async function mailsSent(email: string): Promise<number> {
  await waitForMail(server, email);
  const isQueued = async () => {
    const { rows } = await server.database.query("SELECT 1 FROM outbox_mails WHERE status = 'queued'");
    return rows.length > 0;
  };
  await until('the outbox to be empty', async () => !(await isQueued()), 20);
  return (await mailsTo(server, email)).length;
}

// asvs:2.3.3 asvs:16.5.2 asvs:16.5.3
describe('an instance whose', () => {
  beforeAll(async () => {
    postgres = await startOwnPostgres();
    server = await startServer({ database: postgres.database, env: SETTINGS });
    server.expectErrors(/PostgreSQL does not answer|a job failed|⨯/);
  });
  // Where a test ended half-way.
  afterEach(() => postgres.thaw());
  afterAll(async () => {
    await postgres?.restart();
    await server?.stop();
    await postgres?.database.drop();
  });

  it('PostgreSQL, down: what needs it is put off at once and counts for nobody, and all else goes on', async () => {
    const person = await signedInPerson(server);
    const newcomer = newPerson();
    await postgres.kill9();
    await until(GONE, () => said(GONE) === 1);
    await expectDegraded(person);
    const page = await person.browser.get('/dashboard');
    expect([page.status, page.text]).toEqual([503, expect.stringContaining(WORDS)]);
    expect((await person.browser.get('/activate/nonsense')).status).toBe(503);
    expect(outcome(await person.browser.get('/api/me'))).toEqual(PUT_OFF);
    const { email, password } = person;
    const sent = { headers: { origin: server.url }, fields: { email, password } };
    expect((await sendForm(client(server), '/login', sent)).text).toContain(PROBLEMS.service_unavailable.title);
    await knock(person, newcomer);
    await postgres.restart();
    await untilBack(person);
    expect((await login(person)).status).toBe(200);
    expect((await askForReset(person)).status).toBe(200);
    expect((await register(newcomer)).status).toBe(201);
    expect(await mailsSent(newcomer.email)).toBe(1);
    expect([said(GONE), said(BACK)]).toEqual([1, 1]);
  });

  it('PostgreSQL, hanging: nobody waits for long, and nothing that was given up is done later', async () => {
    const person = await signedInPerson(server);
    const newcomer = newPerson();
    postgres.freeze();
    const start = findPendingMigrations(postgres.database.url).catch((error: unknown) => String(error));
    const [late] = await Promise.all([inTime(register(newcomer)), times(3, () => expectDegraded(person))]);
    expect(await start).toMatch(/did not answer in time/);
    expect(outcome(late)).toEqual(PUT_OFF);
    postgres.thaw();
    // The tokens that were shown meanwhile are neither spent nor stolen, and nobody has come to be by a late statement.
    await untilBack(person);
    expect((await person.browser.post('/api/refresh')).status).toBe(200);
    expect((await register(newcomer)).status).toBe(201);
    expect(await mailsSent(newcomer.email)).toBe(1);
    expect([said(GONE), said(BACK)]).toEqual([2, 2]);
  });

  it('PostgreSQL hangs undoes a refresh that was given up: done later, it would make a thief of its owner', async () => {
    const person = await signedInPerson(server);
    // Who they are is known then, so that the swap is the first that is asked of it, over a connection that works.
    expect((await person.browser.get('/api/me')).status).toBe(200);
    postgres.freeze();
    expect(outcome(await inTime(person.browser.copy().post('/api/refresh')))).toEqual(PUT_OFF);
    postgres.thaw();
    const again = await until('PostgreSQL to be used again', async () => {
      const answer = await person.browser.post('/api/refresh');
      return answer.status === 503 ? undefined : answer;
    });
    expect(again.status).toBe(200);
  });

  it('PostgreSQL, back: it is used again by itself, with every mail sent once and the record whole', async () => {
    const admin = await signedInWithRole(server, 'admin');
    const newcomer = newPerson();
    expect((await register(newcomer)).status).toBe(201);
    await postgres.kill9();
    await postgres.restart();
    await untilBack(admin);
    expect(await mailsSent(newcomer.email)).toBe(1);
    await until('the whole record to be sealed', async () => {
      const { body } = await admin.browser.get('/api/audit/verify');
      expect(body['broken_at']).toBeNull();
      return body['unsealed'] === 0;
    });
    // What ends from here on is heard of again, by who is cached as well.
    const other = admin.browser.copy();
    await admin.browser.post('/api/logout');
    expect((await other.get('/api/me')).status).toBe(401);
  });
});
