import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { client } from '../harness/client';
import { useSharedServer } from '../harness/use-server';
import { ask, sendBytes, type WireAnswer } from '../harness/wire';

const server = useSharedServer();

const JSON_TYPE = { 'content-type': 'application/json' };
const PLACES = [
  '/api/login',
  '/api/sessions/x',
  '/login',
  '/dashboard',
  '/.well-known/jwks.json',
  '/nowhere',
  '/api/nowhere',
];

/** Refused or answered, and never with what is behind the answer. */
function expectNoSurprise({ status, text }: WireAnswer, what: string): void {
  expect(status, `${what}: ${text.slice(0, 300)}`).toBeGreaterThanOrEqual(200);
  expect(status, `${what}: ${text.slice(0, 300)}`).toBeLessThan(500);
  expect(text, what).not.toMatch(/\n\s+at \S+ \(|node_modules|\.next\/server/);
}

const request = (head: string, body = '') =>
  `${head.replace('HOST', `localhost:${server.port}`).replaceAll('\n', '\r\n')}\r\n\r\n${body}`;
const post = (lines: string, body = '') =>
  sendBytes(server, request(`POST /api/login HTTP/1.1\nHost: HOST\nConnection: close\n${lines}`, body));

// asvs:4.2.5
describe('the head of a request', () => {
  it.each(PLACES)('may be 16 KiB at %s, address and headers together, and no more', async (path) => {
    expectNoSurprise(await ask(server, 'GET', `${path}?q=${'x'.repeat(12_000)}`), 'a long query');
    const fits = await ask(server, 'GET', path, { headers: { 'x-filler': 'x'.repeat(12_000) } });
    expectNoSurprise(fits, 'a long header');
    expect((await ask(server, 'GET', `${path}?q=${'x'.repeat(20_000)}`)).status).toBe(431);
    expect((await ask(server, 'GET', path, { headers: { 'x-filler': 'x'.repeat(20_000) } })).status).toBe(431);
    expect((await ask(server, 'GET', path, { headers: { cookie: `access_token=${'x'.repeat(20_000)}` } })).status).toBe(
      431,
    );
  });

  it('may have many headers, and a path as long as that', async () => {
    const many = Object.fromEntries(Array.from({ length: 1500 }, (_, n) => [`h${n}`, '']));
    for (const path of PLACES) {
      expectNoSurprise(await ask(server, 'GET', path, { headers: many }), `${path}, 1500 headers`);
    }
    const long = 'x'.repeat(12_000);
    for (const path of [`/api/sessions/${long}`, `/api/connections/${long}`]) {
      expectNoSurprise(await ask(server, 'DELETE', path), 'a long parameter');
    }
    for (const path of [`/activate/${long}`, `/docs/problems/${long}`, `/${long}`, `/${'a/'.repeat(5000)}`]) {
      expectNoSurprise(await ask(server, 'GET', path), 'a long path');
    }
  });
});

// asvs:4.2.1 asvs:4.1.4
describe('a request that is none', () => {
  it.each<[what: string, head: string, body?: string]>([
    ['two lengths', 'Content-Length: 2\nContent-Length: 3', '{}x'],
    ['the same length twice', 'Content-Length: 2\nContent-Length: 2', '{}'],
    ['a length and chunks', 'Content-Length: 2\nTransfer-Encoding: chunked', '0\r\n\r\n'],
    ['chunks that are none', 'Transfer-Encoding: chunked', 'zz\r\n{}\r\n0\r\n\r\n'],
    ['chunks in disguise', 'Transfer-Encoding: xchunked', '0\r\n\r\n'],
    ['chunks twice', 'Transfer-Encoding: chunked, chunked', '0\r\n\r\n'],
    ['a negative length', 'Content-Length: -1', ''],
    ['a length in words', 'Content-Length: two', '{}'],
    ['a length beyond numbers', 'Content-Length: 99999999999999999999', '{}'],
    ['a header without a name', ': x', ''],
    ['a name with a space', 'Content-Length : 2', '{}'],
    ['a folded header', 'X-A: b\n c: d', ''],
    ['a null byte', 'X-A: \u0000', ''],
  ])('%s is refused with 400, and the connection ends', async (_, head, body = '') => {
    const answer = await post(`Content-Type: application/json\n${head}`, body);
    expect(answer.status).toBe(400);
    expect(answer.headers.get('connection')).toBe('close');
  });

  it.each([
    ['no Host', 'GET /login HTTP/1.1\nConnection: close', 400],
    ['another protocol', 'GET /login HTTP/9.9\nConnection: close', 400],
    ['an unknown method', 'BREW /api/login HTTP/1.1\nHost: HOST\nConnection: close', 400],
    [
      'a wish that cannot be met',
      'POST /api/login HTTP/1.1\nHost: HOST\nConnection: close\nExpect: tea\nContent-Length: 0',
      417,
    ],
  ])('%s is refused', async (_, head, status) => {
    expect((await sendBytes(server, request(head))).status).toBe(status);
  });

  it('OPTIONS of the server as a whole is answered, and not with a failure', async () => {
    expectNoSurprise(await sendBytes(server, request('OPTIONS * HTTP/1.1\nHost: HOST\nConnection: close')), '*');
  });

  it.each(['TRACE', 'PROPFIND', 'LINK'])('%s is no method of any place, and is not echoed', async (method) => {
    for (const path of PLACES) {
      const answer = await ask(server, method, path, { headers: { 'x-secret': 'echo-me' } });
      expectNoSurprise(answer, `${method} ${path}`);
      expect(answer.status, path).toBeGreaterThanOrEqual(400);
      expect(answer.text, path).not.toContain('echo-me');
    }
  });
});

// asvs:2.2.1 asvs:4.1.1
describe('a body', () => {
  it.each(['gzip', 'deflate', 'br', 'zstd', 'x-gzip', 'gzip, gzip', 'identity, gzip', 'unheard-of'])(
    'is not taken with the coding %s',
    async (coding) => {
      const headers = { ...JSON_TYPE, 'content-encoding': coding };
      const answer = await client(server).raw('POST', '/api/login', new Uint8Array(gzipSync('{}')), { headers });
      expect([answer.status, answer.body['code']]).toEqual([415, 'unsupported_media_type']);
    },
  );

  it('may say that it has none', async () => {
    const headers = { ...JSON_TYPE, 'content-encoding': 'identity' };
    expect((await client(server).raw('POST', '/api/login', '{}', { headers })).body['code']).toBe('invalid_input');
  });

  it('may come in chunks of any size, and after it was asked for', async () => {
    const chunks = [...'{"email":7}'].map((letter) => `1\r\n${letter}\r\n`).join('');
    const type = 'Content-Type: application/json';
    expect((await post(`${type}\nTransfer-Encoding: chunked`, `${chunks}0\r\n\r\n`)).status).toBe(400);
    const asked = await post(`${type}\nExpect: 100-continue\nContent-Length: 2`, '{}');
    // The interim answer, and after it the answer.
    expect(asked.status).toBe(100);
    expect(asked.text).toMatch(/^HTTP\/1\.1 400 [\s\S]*invalid_input/);
  });

  it('that is too large is refused in chunks, too, whatever is said about it', async () => {
    const chunk = `${(32_768).toString(16)}\r\n${'x'.repeat(32_768)}\r\n`;
    const answer = await post(
      'Content-Type: application/json\nTransfer-Encoding: chunked',
      `${chunk.repeat(3)}0\r\n\r\n`,
    );
    expect([answer.status, answer.text]).toEqual([413, expect.stringContaining('payload_too_large')]);
  });

  it.each(['GET', 'HEAD'])('plays no part with %s', async (method) => {
    for (const path of PLACES) {
      const answer = await ask(server, method, path, { headers: JSON_TYPE, body: '{"email":"ada@example.com"}' });
      expectNoSurprise(answer, path);
      if (method === 'HEAD') expect(answer.text, path).toBe('');
    }
  });
});
