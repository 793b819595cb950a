import { beforeEach, describe, expect, it } from 'vitest';
import { catalogue } from '@/lib/http/catalogue';
import { PROBLEMS, type ProblemCode } from '@/lib/shared/problems';
import { client } from '../harness/client';
import { signedInPerson } from '../harness/people';
import { useServer } from '../harness/use-server';

/** One person sends everything to an endpoint: their window is wide enough for it. */
const server = useServer({ env: { THROTTLE_AUTHENTICATED: '100000' } });
/** The same program under other keys: its cookies look right and open nothing here. */
const foreign = useServer({
  env: { SECRET_KEY: 'x'.repeat(32), JWE_KEY: Buffer.alloc(32, 7).toString('base64url') },
});

const JSON_TYPE = 'application/json';
const MARKUP = '<script>alert(1)</script>';
const everything = (value: unknown) =>
  Object.fromEntries(
    [
      ...['first_name', 'last_name', 'email', 'password', 'confirm_password', 'activation_code', 'token', 'remember'],
      ...['current_password', 'new_password', 'id'],
    ].map((name) => [name, value]),
  );

type Hostile = { name: string; type?: string; body?: string | Uint8Array<ArrayBuffer> };

const BODIES: Hostile[] = [
  { name: 'no body' },
  { name: 'no body, but a type', type: JSON_TYPE },
  { name: 'garbage', type: JSON_TYPE, body: '\u0001{]' },
  { name: 'broken UTF-8', type: JSON_TYPE, body: new Uint8Array([0x7b, 0xff, 0xfe, 0x7d]) },
  { name: 'an array', type: JSON_TYPE, body: '[]' },
  { name: 'null', type: JSON_TYPE, body: 'null' },
  { name: 'a string', type: JSON_TYPE, body: '"x"' },
  { name: 'numbers', type: JSON_TYPE, body: JSON.stringify(everything(-1e308)) },
  { name: 'objects', type: JSON_TYPE, body: JSON.stringify(everything({ $gt: '' })) },
  { name: 'lists', type: JSON_TYPE, body: JSON.stringify(everything(['a', 'b'])) },
  { name: 'null bytes', type: JSON_TYPE, body: JSON.stringify(everything('a\u0000b@example.com')) },
  { name: 'lone surrogates', type: JSON_TYPE, body: '{"email":"\\ud800@example.com","first_name":"\\udfff"}' },
  { name: 'markup', type: JSON_TYPE, body: JSON.stringify(everything(MARKUP)) },
  { name: 'SQL', type: JSON_TYPE, body: JSON.stringify(everything("' OR 1=1; DROP TABLE users; --")) },
  { name: 'long texts', type: JSON_TYPE, body: JSON.stringify(everything('x'.repeat(7000))) },
  { name: 'prototype keys', type: JSON_TYPE, body: '{"__proto__":{"is_activated":true},"constructor":{}}' },
  { name: 'deep JSON', type: JSON_TYPE, body: `{"email":${'['.repeat(20_000)}${']'.repeat(20_000)}}` },
  { name: 'deep unclosed JSON', type: JSON_TYPE, body: `{"a":${'{"a":'.repeat(10_000)}` },
  { name: '100 KB', type: JSON_TYPE, body: JSON.stringify(everything('x'.repeat(13_000))) },
  { name: 'a form', type: 'application/x-www-form-urlencoded', body: 'email=a%40example.com&password=x' },
  { name: 'a multipart form', type: 'multipart/form-data; boundary=x', body: '--x--' },
  { name: 'JSON as text', type: 'text/plain', body: '{"email":"a@example.com"}' },
  { name: 'no type', body: '{"email":"a@example.com"}' },
];

describe.each(['no', 'garbage', "another key's", 'the own'])('with %s cookies', (kind) => {
  let cookies: [string, string][] = [];

  // For each endpoint anew: signing out is among them.
  beforeEach(async () => {
    if (kind === 'garbage') cookies = ['access_token', 'refresh_token', 'activation'].map((name) => [name, '%00"{};x']);
    if (kind === "another key's") cookies = [...(await signedInPerson(foreign)).browser.cookies];
    if (kind === 'the own') cookies = [...(await signedInPerson(server)).browser.cookies];
  });

  describe.each(catalogue.map(({ method, path }) => ({ method, path })))('$method $path', ({ method, path }) => {
    it('answers whatever it is sent in the words of the contract', async () => {
      for (const { name, type, body } of method === 'GET' ? BODIES.slice(0, 1) : BODIES) {
        const headers = type === undefined ? {} : { 'content-type': type };
        const answer = await client(server, { cookies }).raw(method, path, body, { headers });
        const what = `${name}: ${answer.status} ${answer.text.slice(0, 200)}`;
        expect(answer.status, what).toBeLessThan(500);
        expect(answer.headers.get('x-request-id'), what).toMatch(/^[0-9a-f-]{36}$/);
        expect(answer.headers.get('cache-control'), what).toBe('private, no-store');
        expect(answer.text, what).not.toContain(MARKUP);
        if (answer.status >= 400) {
          expect(answer.headers.get('content-type'), what).toBe('application/problem+json');
          const code = answer.body['code'] as ProblemCode;
          expect(code, what).not.toBe('rate_limited');
          expect(PROBLEMS[code]?.status, what).toBe(answer.status);
        }
      }
    });
  });
});

describe('the size of a body', () => {
  const sized = (bytes: number) => `{"email":"${'x'.repeat(bytes - 12)}"}`;

  it('may be 64 KiB, and not a byte more, declared or streamed', async () => {
    const headers = { 'content-type': JSON_TYPE };
    expect((await client(server).raw('POST', '/api/login', sized(65_536), { headers })).status).toBe(400);
    const declared = await client(server).raw('POST', '/api/login', sized(65_537), { headers });
    expect([declared.status, declared.body['code']]).toEqual([413, 'payload_too_large']);
    const response = await fetch(`${server.url}/api/login`, {
      method: 'POST',
      headers,
      body: new Blob([sized(100_000)]).stream(),
      duplex: 'half',
    } as RequestInit);
    expect(response.status).toBe(413);
  });
});

describe('the kind of a body', () => {
  it.each(['application/x-www-form-urlencoded', 'multipart/form-data', 'text/plain', ''])(
    'may not be %j',
    async (type) => {
      const answer = await client(server).raw('POST', '/api/login', '{}', { headers: { 'content-type': type } });
      expect([answer.status, answer.body['code']]).toEqual([415, 'unsupported_media_type']);
    },
  );

  it('may name its charset', async () => {
    const headers = { 'content-type': 'Application/JSON; charset=utf-8' };
    expect((await client(server).raw('POST', '/api/login', '{}', { headers })).body['code']).toBe('invalid_input');
  });
});
