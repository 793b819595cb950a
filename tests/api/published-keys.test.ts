import { describe, expect, it } from 'vitest';
import { client } from '../harness/client';
import { useSharedServer } from '../harness/use-server';

const server = useSharedServer();
const PATH = '/.well-known/jwks.json';

describe('GET /.well-known/jwks.json', () => {
  // asvs:11.6.1
  it('publishes one key to encrypt for, to anybody and for any cache', async () => {
    const { status, headers, body, setCookies } = await client(server).get(PATH);
    expect(status).toBe(200);
    expect(body).toEqual({
      keys: [
        {
          kty: 'EC',
          crv: 'P-256',
          x: expect.stringMatching(/^[\w-]{43}$/),
          y: expect.stringMatching(/^[\w-]{43}$/),
          use: 'enc',
          alg: 'ECDH-ES+A256KW',
          kid: expect.stringMatching(/^[\w-]{43}$/),
        },
      ],
    });
    expect(headers.get('content-type')).toBe('application/jwk-set+json');
    expect(headers.get('cache-control')).toBe('public, max-age=300');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
    expect(setCookies).toEqual([]);
  });

  it('is the same with and without a slash, by HEAD, with garbage cookies, and often', async () => {
    const first = await client(server).get(PATH);
    expect((await client(server).get(`${PATH}/`)).text).toBe(first.text);
    const head = await client(server).raw('HEAD', PATH);
    expect([head.status, head.text, head.headers.get('content-type')]).toEqual([200, '', 'application/jwk-set+json']);
    const browser = client(server, { cookies: [['access_token', '%%']] });
    const answers = await Promise.all(Array.from({ length: 30 }, () => browser.get(PATH)));
    expect(new Set(answers.map(({ text, setCookies }) => text + setCookies.join('')))).toEqual(new Set([first.text]));
  });
});

describe('404, 405', () => {
  it.each(['POST', 'PUT', 'PATCH', 'DELETE'])('%s is not offered', async (method) => {
    const answer = await client(server).raw(method, PATH);
    expect([answer.status, answer.body['code']]).toEqual([405, 'method_not_allowed']);
    expect(answer.headers.get('allow')).toBe('GET, HEAD, OPTIONS');
    expect(answer.headers.get('cache-control')).toBe('private, no-store');
  });

  it('says by OPTIONS what is offered, and invites no other site', async () => {
    const answer = await client(server).raw('OPTIONS', PATH, undefined, {
      headers: { origin: 'https://evil.example' },
    });
    expect([answer.status, answer.headers.get('allow')]).toEqual([204, 'GET, HEAD, OPTIONS']);
    expect(answer.headers.get('access-control-allow-origin')).toBeNull();
  });

  it('keeps nothing beside it', async () => {
    for (const path of [
      '/.well-known/',
      '/.well-known/jwks',
      '/.well-known/jwks.json/x',
      '/.well-known/openid-configuration',
    ]) {
      expect((await client(server).get(path)).status, path).toBe(404);
    }
  });
});
