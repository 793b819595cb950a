import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Handler } from '@/lib/http/route';
import type { Client } from '../harness/client';
import { registeredPerson, signedInPerson } from '../harness/people';
import { personWithRoles } from '../harness/roles';
import { useSharedServer } from '../harness/use-server';
import { useSettings } from '../harness/use-settings';

const server = useSharedServer();

/** Route handlers as a product would add them; they run in this process, beside the server that people sign in at. */
type Handlers = Record<'greet' | 'count' | 'rename' | 'download' | 'refuse' | 'fail', Handler>;
let handlers: Handlers;

useSettings(() => {
  const { url: APP_URL, database } = server;
  return { APP_URL, DATABASE_URL: database.url, TRUSTED_PROXY_HOPS: '1', LOG_LEVEL: 'fatal' };
});

beforeAll(async () => {
  const { personRoute } = await import('@/lib/http/person');
  const { Problem } = await import('@/lib/core/problem');
  handlers = {
    greet: personRoute({}, (me) => ({ hello: me.first_name })),
    count: personRoute({ permission: 'users.read' }, async (_me, _input, ctx) => ({
      people: await ctx.db.user.count(),
    })),
    rename: personRoute(
      { input: z.object({ id: z.string(), name: z.string().min(1, 'Say a name.') }) },
      (_me, input) => input,
    ),
    download: personRoute(
      {},
      () => new Response('a,b', { headers: { 'cache-control': 'public', 'content-type': 'text/csv' } }),
    ),
    refuse: personRoute({}, () => {
      throw new Problem('conflict', { detail: 'Twice.' });
    }),
    fail: personRoute({}, () => Promise.reject(new Error('a secret'))),
  };
});
afterAll(async () => (await import('@/lib/infra/db')).disconnectDatabase());

type Sent = { method?: string; body?: unknown; params?: Record<string, string>; headers?: Record<string, string> };

function requestOf(browser: Client | null, { method = 'GET', body, headers }: Sent): Request {
  const cookie = [...(browser?.cookies ?? [])].map((pair) => pair.join('=')).join('; ');
  return new Request(new URL('/api/own', server.url), {
    method,
    headers: { 'x-forwarded-for': browser?.ip ?? '10.9.9.9', cookie, 'content-type': 'application/json', ...headers },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
}

async function ask(name: keyof Handlers, browser: Client | null, sent: Sent = {}) {
  const response = await handlers[name](requestOf(browser, sent), { params: Promise.resolve(sent.params ?? {}) });
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json');
  return { response, status: response.status, text, body: isJson ? (JSON.parse(text) as Record<string, unknown>) : {} };
}

const refusal = async (...asked: Parameters<typeof ask>) => {
  const { status, body } = await ask(...asked);
  return [status, body['code']];
};

describe('a route handler of a product', () => {
  it('knows who is signed in, and answers like every other of the API', async () => {
    const { browser, first_name } = await signedInPerson(server);
    const { response, body } = await ask('greet', browser);
    expect(body).toEqual({ hello: first_name });
    expect(response.headers.get('cache-control')).toBe('private, no-store');
    expect(response.headers.get('x-request-id')).toMatch(/^[\w-]{36}$/);
    expect(response.headers.get('ratelimit')).toContain('r=');
  });

  it('takes the path and the body in the shape that was asked for', async () => {
    const { browser } = await signedInPerson(server);
    const params = { id: '7' };
    const sent = await ask('rename', browser, { method: 'POST', params, body: { name: 'Ada', admin: true } });
    expect(sent.body).toEqual({ id: '7', name: 'Ada' });
    const wrong = await ask('rename', browser, { method: 'POST', params, body: { name: '' } });
    expect(wrong.body).toMatchObject({ code: 'invalid_input', fields: { name: ['Say a name.'] } });
  });

  it('sends what is no JSON as it is, and lets no cache keep it', async () => {
    const { browser } = await signedInPerson(server);
    const { response, text } = await ask('download', browser);
    expect([text, response.headers.get('content-type')]).toEqual(['a,b', 'text/csv']);
    expect(response.headers.get('cache-control')).toBe('private, no-store');
  });

  it('renews a session whose access token is over', async () => {
    const { browser } = await signedInPerson(server);
    browser.cookies.delete('access_token');
    const { status, response } = await ask('greet', browser);
    expect(status).toBe(200);
    expect(response.headers.getSetCookie().join('\n')).toMatch(/^access_token=.+\n?refresh_token=/m);
  });

  it('refuses strangers with 401 and people not yet activated with 403', async () => {
    expect(await refusal('greet', null)).toEqual([401, 'unauthenticated']);
    const { browser, email, password } = await registeredPerson(server);
    await browser.post('/api/login', { email, password });
    expect(await refusal('greet', browser)).toEqual([403, 'not_activated']);
  });

  it('asks for the permission, and puts on the record who lacked it', async () => {
    const admin = await personWithRoles(server, ['admin']);
    expect((await ask('count', admin.browser)).body['people']).toBeGreaterThan(0);
    const member = await signedInPerson(server);
    expect(await refusal('count', member.browser)).toEqual([403, 'forbidden']);
    const { rows } = await server.database.query<{ operation: string }>(
      "SELECT data->>'operation' AS operation FROM audit_events WHERE event = 'access.denied' AND actor_id = $1",
      [member.id],
    );
    expect(rows).toEqual([{ operation: 'For people with users.read' }]);
  });

  it('refuses what another site sends', async () => {
    const { browser } = await signedInPerson(server);
    const headers = { origin: 'https://elsewhere.example' };
    const sent = { method: 'POST', params: { id: '7' }, body: { name: 'Ada' }, headers };
    expect(await refusal('rename', browser, sent)).toEqual([403, 'origin_rejected']);
  });

  it('hands on what it refuses itself, and tells nobody what went wrong', async () => {
    const { browser } = await signedInPerson(server);
    expect((await ask('refuse', browser)).body).toMatchObject({ status: 409, code: 'conflict', detail: 'Twice.' });
    const failed = await ask('fail', browser);
    expect([failed.status, failed.body['code']]).toEqual([500, 'internal']);
    expect(failed.text).not.toContain('a secret');
  });
});
