import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { client, nextAddress } from '../harness/client';
import { newPerson, registrationOf } from '../harness/people';
import { startServer, type TestServer } from '../harness/server';

/** What the verifier is to do with the next token: a real server on loopback in place of Google's. */
const VERDICTS: Record<string, (answer: (status: number, body: string) => void) => void> = {
  good: (answer) => answer(200, '{"success":true,"hostname":"localhost"}'),
  wrong: (answer) => answer(200, '{"success":false,"error-codes":["timeout-or-duplicate"]}'),
  foreign: (answer) => answer(200, '{"success":true,"hostname":"evil.example"}'),
  nameless: (answer) => answer(200, '{"success":true}'),
  nonsense: (answer) => answer(200, '<html>'),
  broken: (answer) => answer(500, '{"success":true,"hostname":"localhost"}'),
  hanging: () => undefined,
};

let verifier: Server;
let server: TestServer;

beforeAll(async () => {
  verifier = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      const token = new URLSearchParams(body).get('response') ?? '';
      VERDICTS[token]?.((status, text) => void response.writeHead(status).end(text));
    });
  });
  await new Promise<void>((resolve) => void verifier.listen(0, '127.0.0.1', resolve));
  const { port } = verifier.address() as AddressInfo;
  server = await startServer({
    env: {
      RECAPTCHA_SITE_KEY: 'site',
      RECAPTCHA_SECRET_KEY: 'secret',
      RECAPTCHA_VERIFY_URL: `http://127.0.0.1:${port}/siteverify`,
    },
  });
  server.expectErrors(/captcha/);
});
afterAll(async () => {
  await server?.stop();
  verifier?.closeAllConnections();
  verifier?.close();
});

function register(token?: string) {
  return client(server).post('/api/register', { ...registrationOf(newPerson()), 'g-recaptcha-response': token });
}

describe('registering where captcha is on', () => {
  it('goes through with a solved one', async () => {
    expect((await register('good')).status).toBe(201);
  });

  // asvs:2.4.1
  it.each([undefined, '', 'wrong', 'foreign', 'nameless'])('is refused with %j', async (token) => {
    const answer = await register(token);
    expect([answer.status, answer.body['code']]).toEqual([400, 'captcha_failed']);
  });

  it.each(['nonsense', 'broken', 'hanging'])(
    'is put off within five seconds by a verifier that is %s',
    async (token) => {
      const answer = await register(token);
      expect([answer.status, answer.body['code']]).toEqual([503, 'captcha_unavailable']);
    },
    5_000,
  );
});

describe('an account under attack from many addresses', () => {
  // asvs:6.3.1
  it('asks for a captcha after twenty wrong passwords, and is open to whoever solves it', async () => {
    const person = newPerson();
    await client(server).post('/api/register', { ...registrationOf(person), 'g-recaptcha-response': 'good' });
    const { email, password } = person;
    const guess = () => client(server, { ip: nextAddress() }).post('/api/login', { email, password: 'wrong' });
    const guesses = await Promise.all(Array.from({ length: 25 }, guess));
    expect(guesses.filter(({ status }) => status === 401)).toHaveLength(20);
    const asked = await client(server).post('/api/login', { email, password });
    expect([asked.status, asked.body['code']]).toEqual([403, 'captcha_required']);
    const unsolved = { email, password, 'g-recaptcha-response': 'wrong' };
    expect((await client(server).post('/api/login', unsolved)).body['code']).toBe('captcha_failed');
    const solved = { email, password, 'g-recaptcha-response': 'good' };
    expect((await client(server).post('/api/login', solved)).status).toBe(200);
    expect((await client(server).post('/api/login', { email, password })).status).toBe(200);
  });
});
