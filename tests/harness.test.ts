import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { type AddressInfo, connect, createServer as createTcpServer } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { client } from './harness/client';
import { roundTripsOf, startCountingProxy } from './harness/counting-proxy';
import { takeRefusedHosts } from './harness/loopback-only.mjs';
import { codeIn, linkIn, type Mail } from './harness/mailbox';
import { until } from './harness/poll';
import { logProblems } from './harness/server-log';

const mail = (text: string): Mail => ({ id: '', to: '', subject: 'S', html: '', created_at: '', text });

describe('the log of a server', () => {
  const jwe = `eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIn0..${'aB3'.repeat(10)}.${'cD4'.repeat(10)}.x`;

  test.each([
    ['an error', '{"level":"error","msg":"no"}'],
    ['the end', '{"level":"fatal","msg":"no"}'],
    ['a failure that Next prints', ' ⨯ Error: no'],
    ['an exception', 'TypeError: x is not a function'],
    ['a token of a session', `{"level":"info","cookie":"${jwe}"}`],
    ['a token of a link', '{"level":"info","url":"/activate/3qY5iVd0T2mVw1pZk9o4u7cJr8xLb6nE_sQhAaGfDtM"}'],
  ])('%s is noticed', (_, line) => {
    expect(logProblems([line], [])).toHaveLength(1);
  });

  test.each([
    ['a warning', '{"level":"warn","msg":"ALLOW_SINGLE_INSTANCE"}'],
    ['an id', '{"level":"info","user":"019a7f3e-8f6b-7cc1-9d1e-1b6f0c9f7a55"}'],
    ['a word about errors', '✓ no errors'],
  ])('%s passes', (_, line) => {
    expect(logProblems([line], [])).toEqual([]);
  });

  test('an error that was said to come passes, a token never does', () => {
    expect(logProblems(['{"level":"error","msg":"mail server is gone"}'], [/mail server/])).toEqual([]);
    expect(logProblems([jwe], [/./])).toHaveLength(1);
  });
});

describe('a client', () => {
  const answerOf: RequestListener = (request, response) => {
    if (request.url === '/set') response.setHeader('set-cookie', ['a=1; Path=/', 'b=2; HttpOnly']);
    const over = ['a=; Max-Age=0', 'b=; Expires=Thu, 01 Jan 1970 00:00:00 GMT'];
    if (request.url === '/clear') response.setHeader('set-cookie', over);
    if (request.url === '/away') response.writeHead(307, { location: '/set' });
    response.end(JSON.stringify({ cookie: request.headers.cookie ?? '', from: request.headers['x-forwarded-for'] }));
  };
  const http = createServer(answerOf);
  const url = () => `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
  beforeAll(() => new Promise<void>((resolve) => void http.listen(0, '127.0.0.1', resolve)));
  afterAll(() => new Promise((resolve) => void http.close(resolve)));

  test('keeps cookies, sends them, and drops those that are cleared', async () => {
    const browser = client({ url: url() });
    await browser.get('/set');
    expect((await browser.get('/')).body['cookie']).toBe('a=1; b=2');
    await browser.get('/clear');
    expect((await browser.post('/', {})).body['cookie']).toBe('');
  });

  test('has an address of its own and follows no redirect', async () => {
    const [one, other] = [client({ url: url() }), client({ url: url() })];
    expect((await one.get('/')).body['from']).toBe(one.ip);
    expect(one.ip).not.toBe(other.ip);
    expect(one.copy().ip).toBe(one.ip);
    const answer = await one.get('/away');
    expect([answer.status, answer.headers.get('location')]).toEqual([307, '/set']);
  });
});

describe('a counting proxy', () => {
  /** Answers each line that ends with a question mark, and greets whoever comes. */
  const talker = createTcpServer((socket) => {
    socket.write('welcome');
    socket.on('data', (words) => void (String(words).endsWith('?') && socket.write('yes')));
  });
  beforeAll(() => new Promise<void>((resolve) => void talker.listen(0, '127.0.0.1', resolve)));
  afterAll(() => new Promise((resolve) => void talker.close(resolve)));

  test('counts what is said and answered, as one however much it is', async () => {
    const proxy = await startCountingProxy(`redis://127.0.0.1:${(talker.address() as AddressInfo).port}`);
    const socket = connect(Number(new URL(proxy.url).port), '127.0.0.1');
    const ask = async (words: string) => {
      socket.write(words);
      await once(socket, 'data');
    };
    await once(socket, 'data');
    expect(proxy.roundTrips()).toBe(0);
    socket.write('one,');
    await ask('two?');
    expect(proxy.roundTrips()).toBe(1);
    const twice = async () => {
      await ask('one?');
      await ask('two?');
    };
    expect(await roundTripsOf({ redis: proxy, postgres: proxy }, twice)).toEqual({ redis: 2, postgres: 2 });
    await proxy.stop();
  });
});

describe('a mail', () => {
  test('gives its code and its link', () => {
    const letter = mail('Your code: 123 456\nor http://localhost:3000/activate/aB-12_34567890 until 10:30.');
    expect(codeIn(letter)).toBe('123456');
    expect(linkIn(letter).pathname).toBe('/activate/aB-12_34567890');
  });

  test('without them is an error', () => {
    expect(() => codeIn(mail('In 2026, call 1234567.'))).toThrow('There is no code');
    expect(() => linkIn(mail('http://localhost:3000/login'))).toThrow('There is no link');
  });
});

test('nothing connects beyond this machine', async () => {
  // 192.0.2.0/24 is for documentation (RFC 5737): there is nobody.
  const failure = await new Promise((resolve) => connect(80, '192.0.2.1').once('error', resolve));
  expect(failure).toMatchObject({ message: expect.stringContaining('Tests stay on this machine') as string });
  expect(takeRefusedHosts()).toEqual(['192.0.2.1']);
  await expect(fetch('http://192.0.2.1/')).rejects.toThrow('fetch failed');
  expect(takeRefusedHosts()).toEqual(['192.0.2.1']);
});

test('waiting has an end, and says for what', async () => {
  await expect(until('a sign', () => undefined, 0.1)).rejects.toThrow('Waited 0.1 s in vain for a sign.');
  await expect(until('a sign', () => 'here')).resolves.toBe('here');
});
