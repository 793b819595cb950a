import { beforeEach, describe, expect, it } from 'vitest';
import { catalogue } from '@/lib/http/catalogue';
import { COOKIE_ROLES } from '@/lib/http/cookies';
import { PROBLEMS, type ProblemCode } from '@/lib/shared/problems';
import { client } from '../harness/client';
import { registeredPerson, signedInPerson } from '../harness/people';
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
      ...['current_password', 'new_password', 'id', 'provider', 'g-recaptcha-response'],
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
  { name: 'long texts', type: JSON_TYPE, body: JSON.stringify(everything('x'.repeat(4500))) },
  { name: 'prototype keys', type: JSON_TYPE, body: '{"__proto__":{"is_activated":true},"constructor":{}}' },
  { name: 'deep JSON', type: JSON_TYPE, body: `{"email":${'['.repeat(20_000)}${']'.repeat(20_000)}}` },
  { name: 'deep unclosed JSON', type: JSON_TYPE, body: `{"a":${'{"a":'.repeat(10_000)}` },
  { name: '100 KB', type: JSON_TYPE, body: JSON.stringify(everything('x'.repeat(8000))) },
  { name: 'a form', type: 'application/x-www-form-urlencoded', body: 'email=a%40example.com&password=x' },
  { name: 'a multipart form', type: 'multipart/form-data; boundary=x', body: '--x--' },
  { name: 'JSON as text', type: 'text/plain', body: '{"email":"a@example.com"}' },
  { name: 'no type', body: '{"email":"a@example.com"}' },
];

describe.each(['no', 'garbage', "another key's", 'the own'])('with %s cookies', (kind) => {
  let cookies: [string, string][] = [];

  // For each endpoint anew: signing out is among them.
  beforeEach(async () => {
    if (kind === 'garbage') cookies = COOKIE_ROLES.map((name) => [name, '%00"{};x']);
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

describe('cookies that look right', () => {
  const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

  /** The token under another header: the ciphertext is authenticated together with the one it was sealed with. */
  function withHeader(token: string, changes: Record<string, unknown>): string {
    const [header = '', ...rest] = token.split('.');
    const own = JSON.parse(Buffer.from(header, 'base64url').toString()) as object;
    return [encoded({ ...own, ...changes }), ...rest].join('.');
  }

  const flipped = (token: string) => token.replace(/.(?=[^.]*$)/, (last) => (last === 'A' ? 'B' : 'A'));

  type Tokens = { access: string; refresh: string; activation: string };
  /** What stands in the cookies, by name; each must be worth as much as nothing. */
  const WORTHLESS: [name: string, cookiesOf: (tokens: Tokens) => [string, string][]][] = [
    ['each in the place of another', (own) => swapped(own)],
    ['a kid of no key', (own) => tampered(own, { kid: 'AAAAAAAA' })],
    ['a kid that is no text', (own) => tampered(own, { kid: { $ne: null } })],
    ['no kid', (own) => tampered(own, { kid: undefined })],
    ['another algorithm', (own) => tampered(own, { alg: 'A256KW' })],
    [
      'an algorithm of passwords, at any cost',
      (own) => tampered(own, { alg: 'PBES2-HS256+A128KW', p2c: 2 ** 31, p2s: 'AA' }),
    ],
    ['no algorithm', (own) => tampered(own, { alg: 'none' })],
    ['another encryption', (own) => tampered(own, { enc: 'A128CBC-HS256' })],
    ['compression', (own) => tampered(own, { zip: 'DEF' })],
    ['a critical extension', (own) => tampered(own, { crit: ['b64'], b64: false })],
    ['a changed seal', (own) => named(own, flipped)],
    ['8 KiB of it', (own) => named(own, (token) => `${token}.${'A'.repeat(2700)}`)],
    ['8 KiB of nothing', () => [['access_token', 'A'.repeat(8192)]]],
    ['the nameless', () => [['', '']]],
    [
      'names of the prototype',
      () => [
        ['__proto__', 'x'],
        ['constructor', 'y'],
      ],
    ],
  ];

  const named = ({ access, refresh, activation }: Tokens, change: (token: string) => string): [string, string][] => [
    ['access_token', change(access)],
    ['refresh_token', change(refresh)],
    ['activation', change(activation)],
  ];
  const swapped = ({ access, refresh, activation }: Tokens) =>
    named({ access: refresh, refresh: activation, activation: access }, (token) => token);
  const tampered = (own: Tokens, changes: Record<string, unknown>) => named(own, (token) => withHeader(token, changes));

  async function issuedTokens(): Promise<Tokens> {
    const [{ browser }, registered] = await Promise.all([signedInPerson(server), registeredPerson(server)]);
    const valueIn = (jar: Map<string, string>, name: string) => jar.get(name) ?? '';
    return {
      access: valueIn(browser.cookies, 'access_token'),
      refresh: valueIn(browser.cookies, 'refresh_token'),
      activation: valueIn(registered.browser.cookies, 'activation'),
    };
  }

  it.each(WORTHLESS)('are worth nothing: %s', async (_, cookiesOf) => {
    const cookies = cookiesOf(await issuedTokens());
    const ask = () => client(server, { cookies });
    for (const answer of [await ask().get('/api/me'), await ask().post('/api/refresh')]) {
      expect([answer.status, answer.body['code']]).toEqual([401, 'unauthenticated']);
    }
    expect((await ask().post('/api/logout')).status).toBe(200);
    const unproven = await ask().post('/api/active-account', { activation_code: '000000' });
    expect([unproven.status, unproven.body['code']]).toEqual([401, 'unauthenticated']);
    const page = await ask().get('/dashboard');
    expect([page.status, page.headers.get('location')]).toEqual([307, '/login?next=%2Fdashboard']);
    expect((await ask().get('/login')).status).toBe(200);
  });

  it('are the first of their name, where there are several', async () => {
    const { access } = await issuedTokens();
    const send = (cookie: string) => client(server).get('/api/me', { headers: { cookie } });
    expect((await send(`access_token=${access}; access_token=garbage`)).status).toBe(200);
    expect((await send(`access_token=garbage; access_token=${access}`)).status).toBe(401);
    const many = Array.from({ length: 200 }, () => 'access_token=x').join('; ');
    expect((await send(many)).status).toBe(401);
  });
});
