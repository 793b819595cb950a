import { describe, expect, it } from 'vitest';
import { FIREFOX_ON_LINUX } from '../harness/agents';
import { client, type Client } from '../harness/client';
import { activatedPerson, signedInAgain, signedInPerson, signedInWithRole } from '../harness/people';
import { until } from '../harness/poll';
import { useServer } from '../harness/use-server';

const server = useServer();

type Entry = Record<string, unknown> & { id: string; at: string; event: string; position: number | null };

async function read(browser: Client, query = ''): Promise<{ results: Entry[]; next: string | null }> {
  const { body } = await browser.get(`/api/audit${query}`);
  return { results: body['results'] as Entry[], next: body['next_cursor'] as string | null };
}

/** Every entry, page by page. */
async function readAll(browser: Client, query: string): Promise<Entry[]> {
  const first = await read(browser, `?${query}`);
  const all = first.results;
  for (let next = first.next; next !== null;) {
    const page = await read(browser, `?${query}&cursor=${next}`);
    all.push(...page.results);
    next = page.next;
  }
  return all;
}

const INSERT = `INSERT INTO audit_events (id, at, event, outcome, actor_id, subject_id, ip, user_agent, request_id)
  SELECT gen_random_uuid(), timestamptz '2020-01-01' + (n / 10) * interval '1 second', $3, 'success', $1::uuid, $2::uuid, '', '', ''
  FROM generate_series(1, $4::int) n`;

describe('200', () => {
  // asvs:16.2.1 asvs:16.2.2
  it('tells who did what to whom, when, from where and how it ended, the newest first', async () => {
    const admin = await signedInWithRole(server, 'admin');
    const person = await activatedPerson(server, { first_name: 'Ada', last_name: 'Byron' });
    const laptop = await signedInAgain(server, person, FIREFOX_ON_LINUX);
    const answer = await admin.browser.get('/api/audit');
    expect(answer.status).toBe(200);
    expect(answer.headers.get('cache-control')).toBe('private, no-store');
    const results = answer.body['results'] as Entry[];
    const ada = { id: expect.stringMatching(/^[0-9a-f-]{36}$/), name: 'Ada Byron' };
    expect(
      results
        .slice(0, 2)
        .map(({ event }) => event)
        .toSorted(),
    ).toEqual(['device.first_seen', 'session.opened']);
    expect(results.find(({ event }) => event === 'session.opened')).toEqual({
      id: expect.any(String),
      at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      event: 'session.opened',
      label: 'Signed in',
      category: 'sign-in',
      outcome: 'success',
      actor: ada,
      subject: ada,
      session_id: expect.any(String),
      ip: laptop.ip,
      user_agent: FIREFOX_ON_LINUX,
      browser: 'Firefox',
      os: 'Linux',
      request_id: expect.any(String),
      data: { method: 'password' },
      position: null,
    });
    const times = results.map(({ at }) => at);
    expect(times).toEqual(times.toSorted().toReversed());
  });

  it('says the place in the chain once an event is sealed', async () => {
    const admin = await signedInWithRole(server, 'admin');
    await until('everything to be sealed', async () => {
      const { rows } = await server.database.query('SELECT 1 FROM audit_events WHERE position IS NULL');
      return rows.length === 0;
    });
    const [sealed] = (await read(admin.browser, `?actor=${admin.id}`)).results;
    expect(sealed?.position).toBeGreaterThan(0);
  });

  it('gives every entry once, however many there are at one moment, by any filter and any two or three', async () => {
    const admin = await signedInWithRole(server, 'admin');
    const [{ id: one }, { id: other }] = [
      await signedInWithRole(server, 'manager'),
      await signedInWithRole(server, 'manager'),
    ];
    await server.database.query(INSERT, [one, other, 'role.created', 130]);
    await server.database.query(INSERT, [other, one, 'role.created', 60]);
    await server.database.query(INSERT, [one, other, 'role.deleted', 60]);
    for (const [query, count] of [
      [`actor=${one}&event=role.created`, 130],
      [`subject=${one}&event=role.created`, 60],
      [`actor=${one}&subject=${other}`, 190],
      [`actor=${one}&subject=${other}&event=role.deleted`, 60],
      ['event=role.deleted', 60],
      [`actor=${other}&subject=${other}&event=role.deleted`, 0],
    ] as const) {
      const all = await readAll(admin.browser, query);
      expect([query, all.length, new Set(all.map(({ id }) => id)).size]).toEqual([query, count, count]);
    }
    const pages = await read(admin.browser, `?subject=${other}`);
    expect(pages.results).toHaveLength(50);
  });

  it('keeps those who are gone, without a name, and names nobody where it was nobody', async () => {
    const admin = await signedInWithRole(server, 'admin');
    await server.database.query(INSERT, [null, '019a7f3e-8f6b-7cc1-9d1e-1b6f0c9f7a55', 'policy.deleted', 1]);
    const { results, next } = await read(admin.browser, '?event=policy.deleted');
    expect(results).toMatchObject([{ actor: null, subject: { name: null } }]);
    expect(next).toBeNull();
  });
});

describe('400', () => {
  it.each([
    ['cursor=nonsense', 'cursor'],
    [`cursor=${Buffer.from('[1, "x"]').toString('base64url')}`, 'cursor'],
    [`cursor=${Buffer.from('[9e99, "019a7f3e-8f6b-7cc1-9d1e-1b6f0c9f7a55"]').toString('base64url')}`, 'cursor'],
    ['event=no.such', 'event'],
    ['actor=robin', 'actor'],
    ["subject=' OR 1=1 --", 'subject'],
  ])('?%s is said to be wrong at %s', async (query, field) => {
    const { browser } = await signedInWithRole(server, 'admin');
    const answer = await browser.get(`/api/audit?${query}`);
    expect([answer.status, answer.body['code'], Object.keys(answer.body['fields'] as object)]).toEqual([
      400,
      'invalid_input',
      [field],
    ]);
  });
});

describe('401, 403', () => {
  it('is for those with audit.read alone, and a refusal is itself on the record', async () => {
    expect((await client(server).get('/api/audit')).status).toBe(401);
    const { browser, email } = await signedInPerson(server);
    expect((await browser.get('/api/audit')).status).toBe(403);
    const { rows } = await server.database.query(
      `SELECT data FROM audit_events a JOIN users u ON u.id = a.actor_id WHERE u.email = $1 AND event = 'access.denied'`,
      [email],
    );
    expect(rows).toEqual([{ data: { operation: 'The record of what happened', refusal: 'forbidden' } }]);
  });

  it('a rule that denies it holds against the permission', async () => {
    const { browser } = await signedInWithRole(server, 'admin');
    await server.database.query(
      `INSERT INTO policies (id, name, effect, action, resource) VALUES (gen_random_uuid(), 'Closed', 'deny', 'read', 'audit')`,
    );
    // The rules are cached for a minute at most: another server has not read them yet.
    await server.restart();
    expect((await browser.get('/api/audit')).status).toBe(403);
    expect((await browser.get('/api/audit/verify')).status).toBe(403);
    await server.database.query(`DELETE FROM policies WHERE name = 'Closed'`);
    await server.restart();
    expect((await browser.get('/api/audit')).status).toBe(200);
  });
});

describe('however long the record is', () => {
  it('each filter and each pair is answered by an index', async () => {
    await server.database.query(
      `INSERT INTO audit_events (id, at, event, outcome, actor_id, subject_id, ip, user_agent, request_id)
       SELECT gen_random_uuid(), now() - n * interval '1 minute', (ARRAY['session.opened', 'session.ended', 'role.created'])[1 + n % 3],
         'success', md5((n % 500)::text)::uuid, md5((n % 700)::text)::uuid, '', '', '' FROM generate_series(1, 20000) n`,
    );
    await server.database.query('ANALYZE audit_events');
    const place = `at <= now() - interval '3 days' AND (at < now() - interval '3 days' OR id < md5('x')::uuid)`;
    const filters = [`event = 'role.created'`, `actor_id = md5('3')::uuid`, `subject_id = md5('3')::uuid`];
    for (const chosen of [0, 1, 2, 3, 4, 5, 6, 7]) {
      const where = [place, ...filters.filter((_, n) => (chosen & (1 << n)) !== 0)].join(' AND ');
      const { rows } = await server.database.query<{ 'QUERY PLAN': string }>(
        `EXPLAIN SELECT * FROM audit_events WHERE ${where} ORDER BY at DESC, id DESC LIMIT 51`,
      );
      const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
      expect(plan, where).toMatch(/Index/);
      expect(plan, where).not.toMatch(/Seq Scan/);
    }
  });
});
