import { createHash } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { client, nextAddress } from '../harness/client';
import { newPerson, registrationOf, signedInPerson } from '../harness/people';
import { until } from '../harness/poll';
import { startServer, type TestServer } from '../harness/server';

const BREACHED = 'This password has appeared in a data breach elsewhere: choose another one.';

const sha1 = (password: string) => createHash('sha1').update(password).digest('hex').toUpperCase();
const suffixOf = (password: string) => sha1(password).slice(5);
const others = Array.from({ length: 800 }, (_, n) => `${suffixOf(`somebody else’s ${n}`)}:${n + 1}`);

const range = (...rows: string[]) => [...others.slice(0, 400), ...rows, ...others.slice(400)].join('\r\n');

type Reply = (answer: ServerResponse) => void;

/** What the service says when it is asked about this password: a real server on loopback in place of the real one. */
const REPLIES: Record<string, Reply> = {
  'breached many times': (answer) => answer.end(range(`${suffixOf('breached many times')}:4711`)),
  'breached at the end': (answer) => answer.end(`${range()}\n${suffixOf('breached at the end')}:1`),
  'only in the padding': (answer) => answer.end(range(`${suffixOf('only in the padding')}:0`)),
  'in the very same range': (answer) => answer.end(range()),
  'with a service that errs': (answer) => answer.writeHead(500).end(`${suffixOf('with a service that errs')}:9`),
  'with a service that raves': (answer) => answer.end(`<p>${suffixOf('with a service that raves')}:9</p>`),
  'with a silent service': () => undefined,
  'with an endless service': (answer) => void answer.write(range()),
  'with one that sends away': (answer) => answer.writeHead(302, { location: '/range/00000' }).end(),
};

type Asked = { method: string | undefined; url: string | undefined; headers: IncomingHttpHeaders; body: string };
const asked: Asked[] = [];

let service: Server;
let server: TestServer;

beforeAll(async () => {
  service = createServer((request, answer) => {
    const { method, url, headers } = request;
    asked.push({ method, url, headers, body: '' });
    request.on('data', (chunk: Buffer) => ((asked.at(-1) as Asked).body += chunk.toString()));
    const about = Object.keys(REPLIES).find((password) => url === `/range/${sha1(password).slice(0, 5)}`);
    REPLIES[about ?? 'in the very same range']?.(answer);
  });
  await new Promise<void>((resolve) => void service.listen(0, '127.0.0.1', resolve));
  const { port } = service.address() as AddressInfo;
  server = await startServer({ env: { BREACH_CHECK: 'true', BREACH_CHECK_URL: `http://127.0.0.1:${port}` } });
});
beforeEach(() => {
  asked.length = 0;
});
afterAll(async () => {
  await server?.stop();
  service?.closeAllConnections();
  service?.close();
});

function register(password: string, at = server) {
  return client(at).post('/api/register', registrationOf(newPerson({ password })));
}

// asvs:6.2.12
describe('a password that is looked up', () => {
  it.each(['breached many times', 'breached at the end'])('is refused when it was %s', async (password) => {
    const answer = await register(password);
    expect([answer.status, answer.body['code']]).toEqual([400, 'invalid_input']);
    expect(answer.body['fields']).toEqual({ password: [BREACHED] });
  });

  it.each(['only in the padding', 'in the very same range'])('is taken when it is %s', async (password) => {
    expect((await register(password)).status).toBe(201);
  });

  it('is asked about by five digits of its hash, over an answer of no telling length', async () => {
    await register('in the very same range');
    const prefix = sha1('in the very same range').slice(0, 5);
    expect(asked).toMatchObject([
      { method: 'GET', url: `/range/${prefix}`, headers: { 'add-padding': 'true' }, body: '' },
    ]);
    expect(JSON.stringify(asked)).not.toContain(suffixOf('in the very same range').slice(0, 6));
  });

  it('is looked up last: nobody is asked about one that another rule refuses', async () => {
    expect((await register('password2024')).status).toBe(400);
    expect((await client(server).post('/api/register', { password: 'breached many times' })).status).toBe(400);
    expect(asked).toEqual([]);
  });

  it('is looked up where one is changed, too', async () => {
    const person = await signedInPerson(server);
    const [current_password, new_password] = [person.password, 'breached many times'];
    const body = { current_password, new_password, confirm_password: new_password };
    const answer = await person.browser.post('/api/change-password', body);
    expect(answer.body['fields']).toEqual({ new_password: [BREACHED] });
  });

  // asvs:2.4.1
  it('is not looked up for who has used up their registrations, nor for who does not know the current one', async () => {
    const browser = client(server, { ip: nextAddress() });
    const ask = () => browser.post('/api/register', registrationOf(newPerson({ password: 'breached many times' })));
    const answers = await Promise.all(Array.from({ length: 12 }, ask));
    const refused = answers.filter(({ body }) => body['code'] === 'too_many_attempts');
    expect([answers.length - refused.length, asked.length]).toEqual([10, 10]);
    const person = await signedInPerson(server);
    asked.length = 0;
    const [current_password, new_password] = ['not it', 'breached many times'];
    const body = { current_password, new_password, confirm_password: new_password };
    expect((await person.browser.post('/api/change-password', body)).body['code']).toBe('invalid_credentials');
    expect(asked).toEqual([]);
  });
});

describe('a service that does not answer', () => {
  it.each([
    'with a service that errs',
    'with a service that raves',
    'with a silent service',
    'with an endless service',
    'with one that sends away',
  ])(
    'keeps nobody from a password, and is in the log without it: %s',
    async (password) => {
      const before = server.logs().length;
      expect((await register(password)).status).toBe(201);
      const said = () =>
        server
          .logs()
          .slice(before)
          .filter((line) => line.includes('breach check'));
      await until('it to be in the log', () => said().length > 0);
      const lines = said();
      expect(lines.map((line) => (JSON.parse(line) as { level: string }).level)).toEqual(['warn']);
      expect(lines[0]).not.toContain(password);
      expect(lines[0]?.toUpperCase()).not.toContain(sha1(password).slice(0, 5));
    },
    5_000,
  );
});

describe('without the setting', () => {
  it('nobody is asked', async () => {
    const { port } = service.address() as AddressInfo;
    const quiet = await startServer({ env: { BREACH_CHECK_URL: `http://127.0.0.1:${port}` } });
    expect((await register('breached many times', quiet)).status).toBe(201);
    await quiet.stop();
    expect(asked).toEqual([]);
  });
});
