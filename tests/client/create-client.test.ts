import { describe, expect, expectTypeOf, it, onTestFinished, vi } from 'vitest';
import { bodyKeys } from '@/lib/core/body-keys';
import { createClient } from '@/lib/client/create-client';
import type { ClientProblem } from '@/lib/client/result';
import { compactDecrypt } from 'jose';

type Asked = { method: string; url: string; type: string | null; text: string; headers: Headers };
type Answering = (asked: Asked) => Response | Promise<Response>;

const keys = bodyKeys([1, 2].map((byte) => Buffer.alloc(32, byte).toString('base64url')));
const [older, newer] = keys;

const json = (body: object, init: ResponseInit = {}) =>
  Response.json(body, { ...init, headers: { 'content-type': 'application/json', ...init.headers } });
const refusal = (code: string, status = 400) =>
  json(
    { code, status, title: 'No', detail: 'No.' },
    { status, headers: { 'content-type': 'application/problem+json' } },
  );
const keySet = (key = older, headers: Record<string, string> = {}) =>
  json(
    { keys: [key?.publicKey] },
    { headers: { 'content-type': 'application/jwk-set+json', 'cache-control': 'public, max-age=300', ...headers } },
  );

const keySetOf = (text: string) => new Response(text, { headers: { 'content-type': 'application/json' } });

/** A server as far as a client sees one: what it is asked is kept, what it answers is said. */
function server(answer: Answering, keysAnswer: Answering = () => keySet()) {
  const asked: Asked[] = [];
  const ask: typeof fetch = async (input, init) => {
    const request = new Request(
      new URL(input instanceof Request ? input.url : input.toString(), 'http://gate.example'),
      init,
    );
    const { method, url, headers } = request;
    const seen = { method, url, headers, type: headers.get('content-type'), text: await request.text() };
    asked.push(seen);
    init?.signal?.throwIfAborted();
    return url.endsWith('/.well-known/jwks.json') ? keysAnswer(seen) : answer(seen);
  };
  const calls = () => asked.filter(({ url }) => !url.endsWith('jwks.json'));
  return { ask, asked, calls };
}

const done = () => json({ message: 'Done.' });
const login = { email: 'ada@example.com', password: 'engines are patient' };

async function opened(text: string) {
  const { plaintext, protectedHeader } = await compactDecrypt(text, (header) => {
    const key = keys.find(({ kid }) => kid === header.kid);
    return key?.privateKey ?? new Uint8Array();
  });
  return { content: JSON.parse(new TextDecoder().decode(plaintext)) as unknown, header: protectedHeader };
}

describe('a call', () => {
  it('answers what the server did, or why it did not, and the compiler knows which', async () => {
    const { ask } = server(({ method }) =>
      method === 'GET' ? json({ email: 'ada@example.com' }) : refusal('conflict', 409),
    );
    const client = createClient({ fetch: ask });
    const me = await client.getMe();
    if (!me.ok) throw new Error(me.problem.title);
    expectTypeOf(me.data.roles).toEqualTypeOf<string[]>();
    expect(me.data.email).toBe('ada@example.com');
    const removed = await client.removeConnection({ provider: 'google' });
    if (removed.ok) throw new Error('it was refused');
    expectTypeOf(removed.problem).toEqualTypeOf<ClientProblem>();
    expect(removed.problem).toMatchObject({ code: 'conflict', status: 409 });
  });

  it('names its object in the path, and nothing else there', async () => {
    const { ask, calls } = server(done);
    const client = createClient({ baseUrl: 'https://login.example.com', fetch: ask });
    await client.endSession({ id: '../me?x=#/ü' });
    expect(calls()[0]?.url).toBe('https://login.example.com/api/sessions/..%2Fme%3Fx%3D%23%2F%C3%BC');
    expect(calls()[0]).toMatchObject({ method: 'DELETE', type: null, text: '' });
  });

  it.each(['', '.', '..'])('that names %j is refused: its address would be that of all', async (id) => {
    const { ask, asked } = server(done);
    await expect(createClient({ fetch: ask }).endSession({ id })).rejects.toThrow('id names nothing');
    expect(asked).toEqual([]);
  });

  it('carries a token where there is one, asked for anew each time', async () => {
    const { ask, calls } = server(done);
    let n = 0;
    const client = createClient({ fetch: ask, bearer: () => (n === 2 ? undefined : `token-${(n += 1)}`) });
    for (let call = 0; call < 3; call += 1) await client.logout();
    expect(calls().map(({ headers }) => headers.get('authorization'))).toEqual([
      'Bearer token-1',
      'Bearer token-2',
      null,
    ]);
  });

  it.each<[string, Answering, object]>([
    ['no answer', () => Promise.reject(new TypeError('fetch failed')), { code: 'unreachable', status: 0 }],
    [
      'a page of a proxy',
      () => new Response('<h1>Bad gateway</h1>', { status: 502 }),
      { code: 'unreadable_answer', status: 502 },
    ],
    [
      'half an answer',
      () =>
        json({}, {})
          .text()
          .then(() => new Response('{', { headers: { 'content-type': 'application/json' } })),
      { code: 'unreadable_answer' },
    ],
  ])('says in words that there was %s, and is not sent again', async (_, answer, problem) => {
    const { ask, calls } = server(answer);
    const result = await createClient({ fetch: ask }).login(login);
    expect(result).toMatchObject({ ok: false, problem });
    expect(result.ok || result.problem.detail).toMatch(/try again/);
    expect(calls()).toHaveLength(1);
  });

  it('throws what is wrong in the program itself, instead of blaming the connection', async () => {
    const { ask } = server(done);
    const bearer = () => {
      throw new TypeError('no such variable');
    };
    await expect(createClient({ fetch: ask, bearer }).logout()).rejects.toThrow('no such variable');
  });

  it('that is given up rejects, as fetch does', async () => {
    const { ask } = server(done);
    const signal = AbortSignal.abort();
    await expect(createClient({ fetch: ask }).getMe({}, { signal })).rejects.toThrow('aborted');
  });
});

describe('a body with a password', () => {
  // asvs:11.7.2
  it('is encrypted, and one without is not', async () => {
    const { ask, calls } = server(done);
    const client = createClient({ fetch: ask });
    await client.login(login);
    await client.resendCode({ email: login.email });
    const [sealed, plain] = calls();
    expect(sealed).toMatchObject({ type: 'application/jose' });
    expect(sealed?.text).not.toContain('engines');
    expect(await opened(sealed?.text ?? '')).toMatchObject({ content: login, header: { kid: older?.kid } });
    expect(plain).toMatchObject({ type: 'application/json', text: JSON.stringify({ email: login.email }) });
  });

  it.each([
    ['never', ['application/json', 'application/json']],
    ['always', ['application/jose', 'application/jose']],
  ] as const)('and every other, when told %s', async (encrypt, types) => {
    const { ask, calls } = server(done);
    const client = createClient({ fetch: ask, encrypt });
    await client.login(login);
    await client.updateMe({ first_name: 'Ada' });
    expect(calls().map(({ type }) => type)).toEqual(types);
  });

  it('is encrypted for a key that is asked for once, until its time is over', async () => {
    let age = 0;
    const { ask, asked, calls } = server(done, () => keySet(older, { age: String(age) }));
    const client = createClient({ fetch: ask });
    await client.login(login);
    await client.login(login);
    expect(asked).toHaveLength(3);
    const impatient = createClient({ fetch: ask });
    age = 300;
    await impatient.login(login);
    await impatient.login(login);
    expect(calls()).toHaveLength(4);
    expect(asked).toHaveLength(7);
  });

  it('goes out once more, for the new key, when the old one is no longer known', async () => {
    let current = older;
    const knowing = (asked: Asked) => {
      const { kid } = JSON.parse(Buffer.from(asked.text.split('.')[0] ?? '', 'base64url').toString()) as {
        kid: string;
      };
      return kid === current?.kid ? done() : refusal('malformed_body');
    };
    const { ask, calls } = server(knowing, () => keySet(current));
    const client = createClient({ fetch: ask });
    expect(await client.login(login)).toMatchObject({ ok: true });
    current = newer;
    expect(await client.login(login)).toMatchObject({ ok: true });
    expect(calls()).toHaveLength(3);
  });

  it('does not go out again when the key is the same, or when it was refused for anything else', async () => {
    for (const code of ['malformed_body', 'invalid_credentials', 'rate_limited']) {
      const { ask, calls } = server(() => refusal(code));
      expect(await createClient({ fetch: ask }).login(login)).toMatchObject({ ok: false, problem: { code } });
      expect(calls()).toHaveLength(1);
    }
  });

  it('is dated by the clock of the server, not by that of the computer', async () => {
    const ahead = new Date(Date.now() + 3_600_000).toUTCString();
    const { ask, calls } = server(done, () => keySet(older, { date: ahead, age: '60' }));
    await createClient({ fetch: ask }).login(login);
    const { header } = await opened(calls()[0]?.text ?? '');
    expect(Math.abs(Number(header['iat']) - Date.now() / 1000 - 3660)).toBeLessThan(5);
  });

  it('that several calls begin with at once asks for the key once', async () => {
    const { ask, asked, calls } = server(done);
    const client = createClient({ fetch: ask });
    await Promise.all([client.login(login), client.login(login), client.login(login)]);
    expect([asked.length, calls().length]).toEqual([4, 3]);
  });

  it.each<[string, Answering, object]>([
    ['the server cannot be reached', () => Promise.reject(new TypeError('fetch failed')), { code: 'unreachable' }],
    ['no key is published', () => json({ keys: [] }), { code: 'no_key' }],
    ['what is published is no list', () => json({ keys: 'none' }), { code: 'no_key' }],
    ['half a list comes', () => keySetOf('{"keys":['), { code: 'unreadable_answer', status: 200 }],
    ['a proxy answers', () => new Response('no', { status: 404 }), { code: 'unreadable_answer', status: 404 }],
    ['the server refuses', () => refusal('service_unavailable', 503), { code: 'service_unavailable', status: 503 }],
  ])('is not sent at all when %s instead of a key, and the answer says so', async (_, answer, problem) => {
    let isThere = false;
    const { ask, calls } = server(done, (asked) => (isThere ? keySet() : answer(asked)));
    const client = createClient({ fetch: ask });
    expect(await client.login(login)).toMatchObject({ ok: false, problem });
    expect(calls()).toEqual([]);
    isThere = true;
    expect(await client.login(login)).toMatchObject({ ok: true });
  });

  it('is not sent at all by a page on plain http, where browsers cannot encrypt, and the answer says so', async () => {
    vi.stubGlobal('crypto', { getRandomValues: () => new Uint8Array() });
    onTestFinished(() => void vi.unstubAllGlobals());
    const { ask, asked } = server(done);
    const result = await createClient({ fetch: ask }).login(login);
    expect(result).toMatchObject({ ok: false, problem: { code: 'cannot_encrypt', status: 0 } });
    expect(asked).toEqual([]);
  });
});
