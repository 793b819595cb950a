import { randomBytes } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { JOB_NAMES } from '@/lib/domain/job';
import { client } from '../harness/client';
import { type InngestServer, startInngestServer } from '../harness/inngest-server';
import { mailsTo, waitForMail } from '../harness/mailbox';
import { newPerson, registrationOf, type Person } from '../harness/people';
import { until } from '../harness/poll';
import { startServer, type TestServer } from '../harness/server';

const PATH = '/api/inngest';
const RUN = `${PATH}?fnId=gatehouse-relay-outbox&stepId=step`;
const SIX_MINUTES_MS = 6 * 60_000;

/** An answer that comes before this has waited for nothing: five tries that are refused take longer, one that hangs twice that. */
const AT_ONCE_MS = 1_500;

/** The signing key before it was changed. */
const OTHER_KEY = randomBytes(32).toString('hex');

let inngest: InngestServer;
let server: TestServer;

beforeAll(async () => {
  inngest = await startInngestServer();
  server = await startServer({ env: { ...inngest.settings, INNGEST_SIGNING_KEY_FALLBACK: OTHER_KEY } });
});
afterAll(async () => {
  await inngest?.stop();
  await server?.stop();
});

afterEach(() => inngest.behave('up'));

/** Registers somebody, and says how long the answer took, in milliseconds. */
async function register(): Promise<Person & { tookMs: number }> {
  const person = newPerson();
  const startedAt = performance.now();
  const { status } = await client(server).post('/api/register', registrationOf(person));
  expect(status).toBe(201);
  return { ...person, tookMs: performance.now() - startedAt };
}

/** The mails of the outbox are as old as what the relay looks for. */
const letAMinutePass = () =>
  server.database.query(
    `UPDATE outbox_mails SET next_attempt_at = now() - interval '1 minute' WHERE status = 'queued'`,
  );

/** How often a line like this is in the log. */
const timesLogged = (words: string) => server.logs().filter((line) => line.includes(words)).length;

describe('its address', () => {
  it('is told to Inngest at the start, with every job and its times, and again whenever Inngest asks', async () => {
    await until('the registration', () => inngest.functions.length > 0);
    inngest.functions.splice(0);
    expect(await inngest.takeUp(server.url)).toMatchObject({ status: 200 });
    const [main, failure] = [(name: string) => `gatehouse-${name}`, (name: string) => `gatehouse-${name}-failure`];
    expect(inngest.functions.map(({ id }) => id)).toEqual(JOB_NAMES.flatMap((name) => [main(name), failure(name)]));
    for (const { steps } of inngest.functions) expect(steps.step.runtime.url).toContain(`${server.url}${PATH}?`);
    const crons = inngest.functions.flatMap(({ triggers }) => triggers.map(({ cron }) => cron).filter(Boolean));
    expect(crons).toHaveLength(JOB_NAMES.length);
    for (const cron of crons) expect(cron).toMatch(/^TZ=UTC( [\d*/]+){5}$/);
  });

  // asvs:4.1.5
  it.each<[what: string, headers: (body: string) => Record<string, string>]>([
    ['no signature', () => ({})],
    ['nonsense for one', () => ({ 'x-inngest-signature': 'sure' })],
    ['the signature of another key', (body) => inngest.sign(body, { key: '00'.repeat(32) })],
    ['the signature of another body', () => inngest.sign('{"ctx":{}}')],
    ['one of six minutes ago', (body) => inngest.sign(body, { atMs: Date.now() - SIX_MINUTES_MS })],
    ['one of times to come', (body) => inngest.sign(body, { atMs: Date.now() + SIX_MINUTES_MS })],
  ])('is closed to who shows %s: nothing runs, nothing is listed, nothing is registered', async (_, headers) => {
    const before = await server.database.query("SELECT * FROM jobs WHERE name = 'relay-outbox'");
    const event = { id: 'a', name: 'inngest/scheduled.timer', data: {} };
    const body = JSON.stringify({ ctx: { run_id: 'a' }, event, events: [event], steps: {}, version: 2 });
    for (const [method, path] of [
      ['POST', RUN],
      ['PUT', PATH],
      ['GET', PATH],
    ] as const) {
      const sent = method === 'GET' ? '' : body;
      const answer = await client(server).raw(method, path, sent || undefined, { headers: headers(sent) });
      expect([method, answer.status, answer.body['code']]).toEqual([method, 401, 'unauthenticated']);
    }
    expect((await server.database.query("SELECT * FROM jobs WHERE name = 'relay-outbox'")).rows).toEqual(before.rows);
  });

  it('takes the signature of the other key while the key is being changed', async () => {
    const headers = inngest.sign('', { key: OTHER_KEY });
    expect((await client(server).get(PATH, { headers })).status).toBe(200);
  });

  it('answers a wrong Host like any other stranger', async () => {
    const { status, text } = await client(server).raw('GET', PATH, undefined, {
      headers: { host: '%%', ...inngest.sign('no') },
    });
    expect([status, text]).toEqual([401, expect.not.stringContaining('stack')]);
  });

  it('takes no more than 64 KiB, only JSON, and only the methods of Inngest', async () => {
    const send = (method: string, body?: string) =>
      client(server).raw(method, PATH, body, { headers: inngest.sign(body ?? '') });
    expect((await send('POST', JSON.stringify('x'.repeat(65_536)))).status).toBe(413);
    expect((await send('POST', '{"ctx":')).body).toMatchObject({ status: 400, code: 'malformed_body' });
    const refused = await send('DELETE');
    expect([refused.status, refused.headers.get('allow')]).toEqual([405, 'GET, HEAD, POST, PUT, OPTIONS']);
  });

  it('is not throttled, asks for no origin, and answers with an id and nothing to keep', async () => {
    const foreign = { ...inngest.sign(''), origin: 'https://inngest.example', 'sec-fetch-site': 'cross-site' };
    const one = client(server, { cookies: [['access_token', 'nobody']] });
    for (let n = 0; n < 25; n += 1) expect((await one.get(PATH, { headers: foreign })).status).toBe(200);
    const { headers, status, text } = await one.raw('HEAD', PATH, undefined, { headers: foreign });
    expect([status, text]).toEqual([200, '']);
    expect([headers.get('ratelimit'), headers.get('cache-control')]).toEqual([null, 'private, no-store']);
    expect(headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  });
});

describe('an event', () => {
  it('says by an id what there is to do, and nothing of whom it is about', async () => {
    const { email } = await register();
    await waitForMail(server, email);
    const { name, data } = inngest.events.findLast((event) => event.name === 'gatehouse/mail.queued') ?? {};
    const { rows } = await server.database.query<{ id: string }>(
      'SELECT m.id FROM outbox_mails m JOIN users u ON u.id = m.user_id WHERE u.email = $1',
      [email],
    );
    expect({ name, data }).toEqual({ name: 'gatehouse/mail.queued', data: { mailId: rows[0]?.id } });
  });

  it('that comes twice, or five times at once, mails once', async () => {
    const { email } = await register();
    await waitForMail(server, email);
    await Promise.all(Array.from({ length: 5 }, () => inngest.emit('gatehouse/mail.queued', {})));
    expect(await mailsTo(server, email)).toHaveLength(1);
  });
});

describe('an Inngest that is away', () => {
  it('dead: holds no registration up; the relay brings the mail when it is back, once', async () => {
    // A run that brought somebody else's mail looks once more a second later, and would take this one along.
    await until('all runs to end', () => inngest.runs.every(({ answers }) => answers.length > 0));
    await inngest.behave('down');
    const before = timesLogged('Inngest was not told');
    const person = await register();
    expect(person.tookMs).toBeLessThan(AT_ONCE_MS);
    await until('the sender to give up', () => timesLogged('Inngest was not told') > before);
    await inngest.behave('up');
    expect(await mailsTo(server, person.email)).toEqual([]);
    await letAMinutePass();
    await inngest.strike('gatehouse-relay-outbox');
    await waitForMail(server, person.email);
    await inngest.strike('gatehouse-deliver-mail');
    expect(await mailsTo(server, person.email)).toHaveLength(1);
  });

  it('hanging: holds no registration up; the mails go out when it answers, once each', async () => {
    await inngest.behave('hanging');
    const people = [await register(), await register(), await register()];
    expect(Math.max(...people.map(({ tookMs }) => tookMs))).toBeLessThan(AT_ONCE_MS);
    await inngest.behave('up');
    for (const { email } of people) await waitForMail(server, email);
    await inngest.strike('gatehouse-deliver-mail');
    for (const { email } of people) expect(await mailsTo(server, email)).toHaveLength(1);
  }, 45_000);

  it('cut off by our own death right after the answer: the mail goes out all the same, once', async () => {
    const { email } = await register();
    await server.kill9();
    await server.restart();
    await inngest.strike('gatehouse-deliver-mail');
    await waitForMail(server, email);
    expect(await mailsTo(server, email)).toHaveLength(1);
  });
});

describe('a job that fails', () => {
  it('is tried four times, then written down and logged; what it was about is not lost', async () => {
    server.expectErrors(/a job failed; Inngest will ask for it again|a job was given up by Inngest/);
    await server.database.query('ALTER TABLE outbox_mails RENAME COLUMN attempts TO tries');
    const { answers } = await inngest.strike('gatehouse-deliver-mail');
    // The last of them says by a 400 that it was.
    expect(answers.map(({ status }) => status)).toEqual([500, 500, 500, 400]);
    // Inngest keeps what it is answered: no words of the database, no path.
    expect(JSON.parse(answers[0]?.text ?? '')).toMatchObject({
      message: expect.stringMatching(/^deliver-mail failed: the log says why, under [\w-]+$/),
      stack: '',
    });
    const { rows } = await server.database.query("SELECT * FROM jobs WHERE name = 'deliver-mail'");
    expect(rows).toMatchObject([
      { last_outcome: 'failed', last_error: expect.stringMatching(/^Given up by Inngest, run /) },
    ]);
    await server.database.query('ALTER TABLE outbox_mails RENAME COLUMN tries TO attempts');
    const { email } = await register();
    await waitForMail(server, email);
    // The mail is there before the run that brought it has ended.
    await until('the run to be written down', async () => {
      const noted = await server.database.query(
        "SELECT last_outcome, last_error FROM jobs WHERE name = 'deliver-mail'",
      );
      return noted.rows[0]?.['last_outcome'] === 'done' && noted.rows[0]['last_error'] === null;
    });
  });

  it('leaves no key in the log', () => {
    const log = server.logs().join('\n');
    for (const key of [inngest.settings.INNGEST_EVENT_KEY, inngest.settings.INNGEST_SIGNING_KEY]) {
      expect(log).not.toContain(key);
    }
  });
});
