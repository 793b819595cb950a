import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { catalogue, type Listed, problemsOf } from '@/lib/http/catalogue';
import { describeApi } from '@/lib/http/openapi/document';
import { AVATAR_MAX_BYTES } from '@/lib/shared/schemas/avatar';
import { client, type Answer, type Client } from '../harness/client';
import { cloneDatabase, type TestDatabase } from '../harness/database';
import { type PersonInBrowser, registeredPerson } from '../harness/people';
import { startRelay, type Relay } from '../harness/relay';
import { refusalOf, personWithRoles } from '../harness/roles';
import { startServer, type TestServer } from '../harness/server';
import { useSharedServer, WIDE_THROTTLES } from '../harness/use-server';
import { fieldsOf } from '../hostile/cases';

const PATH = '/api/openapi.json';
const server = useSharedServer(WIDE_THROTTLES);

const rows: readonly Listed[] = catalogue;
const writes = rows.filter(({ method }) => method !== 'GET');

const JSON_TYPE = { 'content-type': 'application/json' };
const typeOf = ({ useCase }: Listed) => (useCase.takes === 'image' ? { 'content-type': 'image/png' } : JSON_TYPE);
const pathOf = ({ path }: Listed) => path.replaceAll(/\{\w+\}/g, 'anything');

type Ask = (row: Listed) => Promise<Answer>;

/** What each of these answers, by its name: one after the other, so that a limit is not raced. */
async function refusals(of: readonly Listed[], ask: Ask): Promise<Record<string, unknown>> {
  const answers: Record<string, unknown> = {};
  for (const row of of) answers[row.name] = refusalOf(await ask(row));
  return answers;
}

const allAnswer = (of: readonly Listed[], refusal: [number, string]) =>
  Object.fromEntries(of.map(({ name }) => [name, refusal]));

/** A picture of no bytes is none. */
const bodyOf = ({ method, useCase }: Listed, body: object) =>
  method === 'GET' ? undefined : useCase.takes === 'image' ? '' : JSON.stringify(body);

/** Asks with nothing in particular: what refuses it comes before anybody looks. */
const askedBy =
  (browser: Client): Ask =>
  (row) =>
    browser.raw(row.method, pathOf(row), bodyOf(row, {}), { headers: typeOf(row) });

describe('GET /api/openapi.json', () => {
  it('describes this site to anybody and for any cache, without counting', async () => {
    const answer = await client(server).get(PATH);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/json']);
    expect(answer.body).toEqual(JSON.parse(JSON.stringify(describeApi({ appUrl: server.url, isHttps: false }))));
    expect(answer.headers.get('cache-control')).toBe('public, max-age=3600');
    expect(answer.headers.get('ratelimit')).toBeNull();
    expect(answer.setCookies).toEqual([]);
  });

  it('is the same with a slash, has a head, and is only read', async () => {
    const { text } = await client(server).get(PATH);
    expect((await client(server).get(`${PATH}/`)).text).toBe(text);
    const head = await client(server).raw('HEAD', PATH);
    expect([head.status, head.text]).toEqual([200, '']);
    const posted = await client(server).post(PATH, {});
    expect([posted.status, posted.headers.get('allow')]).toEqual([405, 'GET, HEAD, OPTIONS']);
  });
});

describe('GET /docs/api', () => {
  it('leads anybody to every operation, under an anchor of its name', async () => {
    const { text } = await client(server).get('/docs/api');
    const links = [...text.matchAll(/href="(\/docs\/api\/[\w-]+)(?:#(\w+))?"/g)];
    const chapters = new Map<string, string>();
    for (const page of new Set(links.map(([, page = '']) => page))) {
      chapters.set(page, (await client(server).get(page)).text);
    }
    expect(links.map(([, , name]) => name)).toEqual(expect.arrayContaining(rows.map(({ name }) => name)));
    for (const [, page = '', name] of links) expect(chapters.get(page)).toContain(name ? `id="${name}"` : '</h1>');
    for (const [, shape] of chapters.get('/docs/api/people')?.matchAll(/href="\/docs\/api\/shapes#(\w+)"/g) ?? []) {
      expect(chapters.get('/docs/api/shapes')).toContain(`id="${shape}"`);
    }
    expect((await client(server).get('/docs/api/nothing')).status).toBe(404);
  });

  it('is open to people who are not activated', async () => {
    const { browser, email, password } = await registeredPerson(server);
    await browser.post('/api/login', { email, password });
    for (const page of ['/docs/api', '/docs/api/people', '/docs/problems/not_activated']) {
      expect((await browser.get(page)).status).toBe(200);
    }
  });
});

// Every answer that a client of the tests gets is held to the document: tests/harness/answers-setup.ts.
describe('every operation refuses', () => {
  let admin: PersonInBrowser;
  beforeAll(async () => {
    admin = await personWithRoles(server, ['admin']);
  });
  const send = (row: Listed, body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string>) =>
    admin.browser.raw(row.method, pathOf(row), body, { headers });

  it('what breaks its rules', async () => {
    const judging = rows.filter((row) => problemsOf(row).includes('invalid_input'));
    const answers = await refusals(judging, (row) => {
      const [field = ''] = fieldsOf(row);
      const path = row.method === 'GET' ? `${pathOf(row)}?${field}=${'x'.repeat(300)}` : pathOf(row);
      return admin.browser.raw(row.method, path, bodyOf(row, { [field]: { in: 'the way' } }), { headers: typeOf(row) });
    });
    expect(answers).toEqual(allAnswer(judging, [400, 'invalid_input']));
  });
  it('what is no JSON', async () => {
    const texts = writes.filter(({ useCase }) => useCase.takes !== 'image');
    const answers = await refusals(texts, (row) => send(row, '{', JSON_TYPE));
    expect(answers).toEqual(allAnswer(texts, [400, 'malformed_body']));
  });

  it('what is too large', async () => {
    const answers = await refusals(writes, (row) => {
      const bytes = row.useCase.takes === 'image' ? AVATAR_MAX_BYTES : 64 * 1024;
      return send(row, new Uint8Array(bytes + 1), typeOf(row));
    });
    expect(answers).toEqual(allAnswer(writes, [413, 'payload_too_large']));
  });

  it('what is of another kind', async () => {
    const answers = await refusals(writes, (row) => send(row, 'x=1', { 'content-type': 'text/plain' }));
    expect(answers).toEqual(allAnswer(writes, [415, 'unsupported_media_type']));
  });

  it('what another site sends', async () => {
    const answers = await refusals(writes, (row) =>
      send(row, '{}', { ...typeOf(row), 'sec-fetch-site': 'cross-site' }),
    );
    expect(answers).toEqual(allAnswer(writes, [403, 'origin_rejected']));
  });
});

describe('every operation', () => {
  const counting = useSharedServer();

  it('is counted', async () => {
    const stranger = client(counting);
    for (let n = 0; n < 20; n += 1) await stranger.get('/api/me');
    expect(await refusals(rows, askedBy(stranger))).toEqual(allAnswer(rows, [429, 'rate_limited']));
  });
});

describe('every operation, when it cannot be seen who asks,', () => {
  let database: TestDatabase;
  let relay: Relay;
  let broken: TestServer;
  let admin: PersonInBrowser;

  beforeAll(async () => {
    database = await cloneDatabase();
    const url = new URL(database.url);
    relay = await startRelay(Number(url.port));
    url.port = String(relay.port);
    broken = await startServer({ database, env: { ...WIDE_THROTTLES, DATABASE_URL: url.href } });
    admin = await personWithRoles(broken, ['admin']);
    broken.expectErrors(/./);
  });
  afterAll(async () => {
    await broken?.stop();
    await relay?.stop();
    await database?.drop();
  });

  it('says that it was a mistake of ours, if it was', async () => {
    await database.query('ALTER TABLE sessions RENAME TO sessions_elsewhere');
    expect(await refusals(rows, askedBy(admin.browser))).toEqual(allAnswer(rows, [500, 'internal']));
    await database.query('ALTER TABLE sessions_elsewhere RENAME TO sessions');
  });

  it('says that something is down, if it is', async () => {
    await relay.kill9();
    expect(await refusals(rows, askedBy(admin.browser))).toEqual(allAnswer(rows, [503, 'service_unavailable']));
    await relay.restart();
  });
});
