import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LEASE_SECONDS } from '@/lib/domain/job-lease';
import { isByClock } from '@/lib/domain/job-schedule';
import { JOBS } from '@/lib/domain/jobs';
import { client } from '../harness/client';
import { cloneDatabase, type TestDatabase } from '../harness/database';
import { idOf, newPerson, registeredPerson, registrationOf, signIn } from '../harness/people';
import { until } from '../harness/poll';
import { startServer, type TestServer } from '../harness/server';

const BY_CLOCK = JOBS.filter(({ schedule }) => isByClock(schedule)).map(({ name }) => name);

let database: TestDatabase;
let servers: TestServer[] = [];

/** Instances over one database, started at once. */
beforeAll(async () => {
  database = await cloneDatabase();
  await database.query(`INSERT INTO jobs (name, next_due_at) VALUES ('verify-audit-chain', now() - interval '1 day'),
    ('purge-unactivated', now() + interval '1 hour')`);
  servers = await Promise.all([startServer({ database }), startServer({ database })]);
});
afterAll(async () => {
  for (const server of servers) await server.stop();
  await database.drop();
});

type Row = { name: string; last_outcome: string | null; last_report: object | null; started: string | null };

/** How the jobs stand of which this is true. */
async function jobsWith(condition: string): Promise<Row[]> {
  const sql = `SELECT name, last_outcome, last_report, last_started_at::text AS started FROM jobs WHERE ${condition} ORDER BY name`;
  return (await database.query<Row>(sql)).rows;
}

/** Moves the clock to when these are due. */
async function fallDue(names: readonly string[]): Promise<void> {
  await database.query('UPDATE jobs SET next_due_at = now(), last_outcome = NULL WHERE name = ANY($1)', [names]);
}

/** How often the daily look at the chain was taken, over all instances. */
const verifications = () =>
  servers.flatMap(({ logs }) => logs()).filter((line) => line.includes('the audit chain is whole')).length;

/** A server's words come by another way than its rows, and may come later. */
async function expectVerified(times: number): Promise<void> {
  await until('the word of it', () => verifications() >= times);
  expect(verifications()).toBe(times);
}

const isThrough = (name: string) =>
  until(name, async () => (await jobsWith(`name = '${name}' AND last_outcome = 'done'`))[0]);

describe('jobs without Inngest, on two instances', { timeout: 60_000 }, () => {
  it('what was due while all of them were down runs once when they start at once, and nothing else does', async () => {
    await isThrough('verify-audit-chain');
    await expectVerified(1);
    expect(await jobsWith(`name = 'purge-unactivated' AND last_started_at IS NOT NULL`)).toEqual([]);
  });

  // asvs:14.2.7
  it('each job of the clock runs when its time has come, once over all of them', async () => {
    const [server] = servers as [TestServer];
    const [forgotten, late] = [await registeredPerson(server), await registeredPerson(server)];
    await signIn(forgotten);
    expect((await forgotten.browser.get('/api/me')).status).toBe(403);
    await database.query(`UPDATE users SET created_at = now() - interval '31 days' WHERE email = $1`, [
      forgotten.email,
    ]);
    await database.query(
      `UPDATE challenges SET created_at = now() - interval '41 days', expires_at = now() - interval '40 days'
       WHERE user_id = $1`,
      [await idOf(server, late.email)],
    );
    await until('each to be planned', async () => (await jobsWith('next_due_at > now()')).length === BY_CLOCK.length);
    await fallDue(BY_CLOCK);
    const done = await until('all to be done', async () => {
      const rows = await jobsWith(`last_outcome = 'done' AND next_due_at > now()`);
      return rows.length === BY_CLOCK.length ? rows : null;
    });
    const reports = Object.fromEntries(done.map(({ name, last_report }) => [name, last_report]));
    expect(reports).toMatchObject({
      'purge-expired': { codesAndLinks: 1 },
      'purge-unactivated': { accounts: 1 },
      'refresh-role-cache': { refreshed: 1 },
      'relay-outbox': { mails: 0 },
      'verify-audit-chain': { broken: 0 },
    });
    await expectVerified(2);
    expect((await forgotten.browser.get('/api/me')).status).toBe(401);
  });

  it('what every instance looks at says what it did, as soon as a request asks for it', async () => {
    const [server] = servers as [TestServer];
    const before = (await jobsWith(`name = 'deliver-mail'`))[0]?.started;
    await client(server).post('/api/register', registrationOf(newPerson()));
    const after = await until('the delivery', async () => {
      const [row] = await jobsWith(`name = 'deliver-mail'`);
      return row?.started === before ? null : row;
    });
    expect(after).toMatchObject({ last_outcome: 'done', last_report: { sent: 1 } });
  });

  it('what an instance was at when it was killed is taken up by another, once its lease has run out', async () => {
    const [one, other] = servers as [TestServer, TestServer];
    await other.kill9();
    const blocker = new Client({ connectionString: database.url });
    await blocker.connect();
    await blocker.query('BEGIN; LOCK TABLE challenges IN ACCESS EXCLUSIVE MODE');
    await fallDue(['purge-expired']);
    await until(
      'the purge to begin',
      async () => (await jobsWith(`name = 'purge-expired' AND lease_until > now()`))[0],
    );
    await one.kill9();
    await blocker.query('ROLLBACK');
    await blocker.end();
    await fallDue(['verify-audit-chain']);
    await other.restart();
    await isThrough('verify-audit-chain');
    const left = await jobsWith(
      `lease_until BETWEEN now() AND now() + make_interval(secs => ${LEASE_SECONDS}) AND last_outcome IS NULL`,
    );
    expect(left).toMatchObject([{ name: 'purge-expired' }]);
    await database.query('UPDATE jobs SET lease_until = now() WHERE lease_until IS NOT NULL');
    await isThrough('purge-expired');
  });
});
