import { describe, expect, it } from 'vitest';
import { client } from '../harness/client';
import { signedInPerson } from '../harness/people';
import { until } from '../harness/poll';
import { useServer } from '../harness/use-server';

const METRICS_TOKEN = 'a token of this very test';
const server = useServer({ env: { METRICS_TOKEN, REFRESH_GRACE_SECONDS: '0' } });
const bearer = { headers: { authorization: `Bearer ${METRICS_TOKEN}` } };

async function scrape(): Promise<string[]> {
  const { status, text } = await client(server).get('/api/metrics', bearer);
  expect(status).toBe(200);
  return text.split('\n');
}

/** The value of `name{labels}` as it is written there; undefined where there is no such line. */
async function valueOf(series: string): Promise<number | undefined> {
  const line = (await scrape()).find((one) => one.startsWith(`${series} `));
  return line === undefined ? undefined : Number(line.slice(series.length + 1));
}

/** A request is counted when its connection has its answer, which may be a moment after its reader has. */
function untilItIs(series: string, value: number): Promise<unknown> {
  return until(`${series} to be ${value}`, async () => (await valueOf(series)) === value);
}

describe('200: GET /api/metrics', () => {
  it('speaks Prometheus’ text format, and is not throttled', async () => {
    const browser = client(server);
    const answers = await Promise.all(Array.from({ length: 30 }, () => browser.get('/api/metrics', bearer)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect(answers[0]?.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
    expect(answers[0]?.text).toMatch(/^# TYPE gatehouse_requests_total counter$/m);
  });

  it('counts and times requests by operation and status', async () => {
    const { browser } = await signedInPerson(server);
    await browser.get('/api/me');
    await client(server).get('/api/me/?x=1');
    await untilItIs('gatehouse_requests_total{operation="GET /api/me",status="200"}', 1);
    await untilItIs('gatehouse_requests_total{operation="GET /api/me",status="401"}', 1);
    expect(await valueOf('gatehouse_request_seconds_count{operation="GET /api/me"}')).toBe(2);
  });

  it('has no more names than there are operations, whatever somebody tries', async () => {
    const before = await scrape();
    const stranger = client(server);
    for (const path of ['/api/no-such-thing', '/api/users/a-name-of-mine', '/nowhere/at-all', '/activate/some-token']) {
      await stranger.get(path);
    }
    await stranger.raw('PROPFIND', '/api/me');
    await untilItIs('gatehouse_requests_total{operation="GET /api/users/{id}",status="401"}', 1);
    const names = (lines: string[]) => new Set(lines.flatMap((line) => /operation="([^"]*)"/.exec(line)?.[1] ?? []));
    const added = [...names(await scrape())].filter((name) => !names(before).has(name));
    expect(added.toSorted()).toEqual(['GET /api/users/{id}', 'page', 'unknown operation']);
  });

  it('counts sign-ins by outcome, refreshes by state, reuse, and the limits that were hit', async () => {
    const person = await signedInPerson(server);
    const { browser, email } = person;
    const stolen = browser.copy();
    expect((await browser.post('/api/refresh')).status).toBe(200);
    expect((await stolen.post('/api/refresh')).status).toBe(401);
    const stranger = client(server);
    for (let n = 0; n < 6; n += 1) await stranger.post('/api/login', { email, password: 'surely not the right one' });
    const lines = (await scrape()).filter((line) => /^gatehouse_(sign|refr|limit)/.test(line));
    expect(lines.toSorted()).toEqual([
      'gatehouse_limit_hits_total{limit="login.account_address"} 1',
      'gatehouse_refresh_reuses_total 1',
      'gatehouse_refreshes_total{state="live"} 1',
      'gatehouse_refreshes_total{state="stale"} 1',
      'gatehouse_sign_ins_total{method="password",outcome="invalid_credentials"} 5',
      'gatehouse_sign_ins_total{method="password",outcome="success"} 2',
      'gatehouse_sign_ins_total{method="password",outcome="too_many_attempts"} 1',
    ]);
  });

  it('shows the queue of mails, and how the jobs are', async () => {
    const { id } = await signedInPerson(server);
    await server.database.query(
      `INSERT INTO outbox_mails (id, template, user_id, status, created_at, next_attempt_at)
       SELECT gen_random_uuid(), 'activation', $1, status::mail_status, now() - interval '1 hour', now() + interval '1 hour'
       FROM unnest(ARRAY['queued', 'queued', 'dead']) AS status`,
      [id],
    );
    await server.database.query(
      `INSERT INTO outbox_mails (id, template, user_id, status, created_at, next_attempt_at, sent_at)
       VALUES (gen_random_uuid(), 'activation', $1, 'sent', now(), now(), now())`,
      [id],
    );
    expect(await valueOf('gatehouse_database_up')).toBe(1);
    expect(await valueOf('gatehouse_mail_queued')).toBe(2);
    expect(await valueOf('gatehouse_mail_oldest_seconds')).toBeGreaterThanOrEqual(3600);
    expect(await valueOf('gatehouse_mail_dead')).toBe(1);
    expect(await valueOf('gatehouse_mail_due_seconds')).toBeLessThan(60);
    const secondsAgo = Date.now() / 1000 - Number(await valueOf('gatehouse_mail_last_sent_timestamp_seconds'));
    expect(Math.abs(secondsAgo)).toBeLessThan(60);
    await untilItIs('gatehouse_job_last_outcome{job="seal-audit-events",outcome="done"}', 1);
    expect(await valueOf('gatehouse_job_last_seconds{job="seal-audit-events"}')).toBeLessThan(5);
    expect(await valueOf('gatehouse_job_overdue_seconds{job="purge-expired"}')).toBe(0);
  });
});

describe('401', () => {
  it.each(['', 'Bearer', 'Bearer wrong', `Basic ${METRICS_TOKEN}`, `Bearer ${METRICS_TOKEN}x`])(
    'is what %j gets, and nothing else',
    async (authorization) => {
      const { status, headers, body } = await client(server).get('/api/metrics', { headers: { authorization } });
      expect([status, body['code'], headers.get('www-authenticate')]).toEqual([401, 'unauthenticated', 'Bearer']);
    },
  );
});
