import type { JWK } from 'jose';
import { beforeAll, describe, expect, it } from 'vitest';
import { catalogue, type CatalogueRow } from '@/lib/http/catalogue';
import { type Client, client } from '../harness/client';
import { newPerson, registrationOf, signedInPerson, signedInWithRole } from '../harness/people';
import { publishedKey, sealFor } from '../harness/sealed-body';
import { startServer } from '../harness/server';
import { useSharedServer, WIDE_THROTTLES } from '../harness/use-server';

const server = useSharedServer(WIDE_THROTTLES);
let key: JWK;
let refused: Client;

beforeAll(async () => {
  key = await publishedKey(server);
  refused = (await signedInWithRole(server, 'admin')).browser;
});

const JOSE = { headers: { 'content-type': 'application/jose' } };
const outcome = ({ status, body }: Awaited<ReturnType<Client['get']>>) => [status, body['code'], body['fields']];

const NAMES = [
  ...['first_name', 'last_name', 'email', 'password', 'confirm_password', 'activation_code', 'token', 'remember'],
  ...['current_password', 'new_password', 'g-recaptcha-response'],
];
const everything = (value: unknown) => Object.fromEntries(NAMES.map((name) => [name, value]));
/** What every operation has an answer to, most of them a refusal that names fields. */
const BODIES = [{}, everything('x'), everything(7), everything('ü'.repeat(300))];

/** Those that take JSON: a picture is sent as it is. */
const writes = catalogue
  .filter(({ method, useCase }: CatalogueRow) => method !== 'GET' && useCase.takes === undefined)
  .map(({ method, path }) => ({ method, path }));

describe.each(writes)('$method $path', ({ method, path }) => {
  // asvs:2.2.1 asvs:2.2.2
  it.each(['a stranger', 'an administrator'])('says the same to %s, plain or encrypted', async (who) => {
    const someone = async () =>
      who === 'a stranger' ? client(server) : (await signedInWithRole(server, 'admin')).browser;
    // Whatever a body does to the one, it does to the other; only whom it signs out have to come anew.
    let pair = await Promise.all([someone(), someone()]);
    for (const body of BODIES) {
      if (path === '/api/logout') pair = await Promise.all([someone(), someone()]);
      const [one, other] = pair;
      const text = JSON.stringify(body);
      const plain = await one.raw(method, path, text, { headers: { 'content-type': 'application/json' } });
      const sealed = await other.raw(method, path, await sealFor(key, text), JOSE);
      expect(outcome(sealed), text).toEqual(outcome(plain));
      expect(plain.body['code']).not.toBe('malformed_body');
    }
  });

  // asvs:11.2.5 asvs:11.3.3
  it('refuses one that was tampered with, is old, or is for somebody else, in one answer', async () => {
    const good = await sealFor(key, '{}');
    const hostile = [
      good.replace(/.(?=[^.]*$)/, (letter) => (letter === 'A' ? 'B' : 'A')),
      await sealFor(key, '{}', { aheadSeconds: -301 }),
      await sealFor({ ...(await publishedKey(server)), kid: 'nobody' }, '{}'),
      await sealFor(key, '{}', { header: { enc: 'A128GCM' } }),
      await sealFor(key, '[]'),
      await sealFor(key, '{"a":'),
      '{"email":"ada@example.com"}',
      'ü',
    ];
    const answers = [];
    for (const body of hostile) answers.push(await refused.copy().raw(method, path, body, JOSE));
    for (const { status, body } of answers) {
      expect({ status, ...body, request_id: '' }).toEqual({ ...answers[0]?.body, request_id: '' });
    }
    expect([answers[0]?.status, answers[0]?.body['code']]).toEqual([400, 'malformed_body']);
  });
});

describe('an encrypted body', () => {
  it('registers and signs somebody in as the plain one does', async () => {
    const person = newPerson();
    const browser = client(server);
    const { status } = await browser.raw(
      'POST',
      '/api/register',
      await sealFor(key, JSON.stringify(registrationOf(person))),
      JOSE,
    );
    expect(status).toBe(201);
    const { email, password } = person;
    const signedIn = await client(server).raw(
      'POST',
      '/api/login',
      await sealFor(key, JSON.stringify({ email, password })),
      JOSE,
    );
    expect([signedIn.status, signedIn.body['next']]).toEqual([200, '/activation-page']);
  });

  it('may be 64 KiB as it is sent, and not a byte more', async () => {
    const padded = async (bytes: number) => {
      const empty = await sealFor(key, '{}');
      const body = await sealFor(key, '{}'.padEnd(2 + Math.floor(((bytes - empty.length) * 3) / 4)));
      return { body, length: Buffer.byteLength(body) };
    };
    const fits = await padded(65_536);
    expect(fits.length).toBeGreaterThan(65_500);
    expect((await client(server).raw('POST', '/api/login', fits.body, JOSE)).body['code']).toBe('invalid_input');
    const answer = await client(server).raw(
      'POST',
      '/api/login',
      `${fits.body}${'A'.repeat(65_537 - fits.length)}`,
      JOSE,
    );
    expect([answer.status, answer.body['code']]).toEqual([413, 'payload_too_large']);
  });

  // asvs:3.5.1 asvs:3.5.2
  it('is a state change like any other to another site', async () => {
    const { browser } = await signedInPerson(server);
    const headers = { 'content-type': 'application/jose', origin: 'https://evil.example' };
    const answer = await browser.raw('PATCH', '/api/me', await sealFor(key, '{"first_name":"Eve"}'), { headers });
    expect([answer.status, answer.body['code']]).toEqual([403, 'origin_rejected']);
  });

  it.each([
    'application/jose+json',
    'application/jwt',
    'text/plain',
    'application/jose-x',
    'multipart/form-data; boundary=x',
  ])('is not accepted as %s', async (type) => {
    const headers = { 'content-type': type };
    const answer = await client(server).raw('POST', '/api/login', await sealFor(key, '{}'), { headers });
    expect([answer.status, answer.body['code']]).toEqual([415, 'unsupported_media_type']);
  });

  it('is nothing that next-auth reads', async () => {
    const answer = await client(server).raw('POST', '/api/auth/signin/google', await sealFor(key, '{}'), JOSE);
    expect(answer.status).toBeLessThan(500);
    expect(answer.setCookies.join()).not.toMatch(/access_token=[^;]/);
  });
});

// asvs:11.2.2 asvs:11.1.1
describe('when the keys rotate', { timeout: 90_000 }, () => {
  const [older = '', newer = ''] = [1, 2].map((byte) => Buffer.alloc(32, byte).toString('base64url'));

  it('the first is published, all open, and what was dropped does not', async () => {
    const env = { JWE_KEY: older };
    const rotating = await startServer({ env });
    const send = async (kept: JWK) =>
      (await client(rotating).raw('POST', '/api/login', await sealFor(kept, '{}'), JOSE)).body['code'];
    try {
      const before = await publishedKey(rotating);
      env.JWE_KEY = `${newer},${older}`;
      await rotating.restart();
      const after = await publishedKey(rotating);
      expect(after.kid).not.toBe(before.kid);
      expect([await send(before), await send(after)]).toEqual(['invalid_input', 'invalid_input']);
      env.JWE_KEY = newer;
      await rotating.restart();
      expect(await publishedKey(rotating)).toEqual(after);
      expect([await send(before), await send(after)]).toEqual(['malformed_body', 'invalid_input']);
    } finally {
      await rotating.stop();
    }
  });
});
