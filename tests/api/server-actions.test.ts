import { beforeAll, describe, expect, it } from 'vitest';
import { client, type Answer } from '../harness/client';
import { activatedPerson, signedInPerson } from '../harness/people';
import { actionIdIn, sendForm } from '../harness/page-forms';
import { useSharedServer } from '../harness/use-server';

const server = useSharedServer();
// Next writes what it refuses itself into the log, as text of its own.
beforeAll(() => server.expectErrors(/Server Action|Server Reference|Connection closed|signing out did not succeed/));

const own = () => ({ origin: server.url });
const NOT_OURS = /The request came from another site|Open the site at http/;

function expectNoStack({ text }: Answer): void {
  expect(text).not.toMatch(/\n\s+at |node_modules|\.next\/|server\/chunks|Error:/);
}

describe('the form of a page, without JavaScript', () => {
  it('signs in, and signs out with what the site stored', async () => {
    const { email, password, browser } = await activatedPerson(server);
    const fields = { email, password, remember: 'on' };
    const entered = await sendForm(browser, '/login', { headers: own(), fields });
    expect([entered.status, entered.headers.get('location')]).toEqual([303, '/dashboard']);
    const left = await sendForm(browser, '/dashboard', { headers: own() });
    expect([left.status, left.headers.get('location')]).toEqual([303, '/login?notice=signed_out']);
    expect(left.headers.get('clear-site-data')).toBe('"storage"');
    expect([...browser.cookies.keys()]).toEqual([]);
  });

  it('says how long to wait and what still works, once too many passwords were wrong', async () => {
    const { email } = await activatedPerson(server);
    const stranger = client(server);
    const wrong = { email, password: 'not the right one' };
    for (let n = 1; n <= 5; n += 1) await stranger.post('/api/login', wrong);
    const { text } = await sendForm(stranger, '/login', { headers: own(), fields: wrong });
    expect(text).toMatch(/Too many attempts\. Try again in 15 minutes\. .*Forgot your password\?.* stays open\./);
  });

  // asvs:3.5.1 asvs:3.5.2
  it.each<[string, (host: string) => Record<string, string>]>([
    ['a foreign origin', () => ({ origin: 'https://evil.example' })],
    ['no origin, but a browser that says cross-site', () => ({ 'sec-fetch-site': 'cross-site' })],
    ['no origin, but a neighbour that says same-site', () => ({ 'sec-fetch-site': 'same-site' })],
    ['the origin of a sandbox', () => ({ origin: 'null' })],
    [
      'a foreign origin and a forged x-forwarded-host',
      () => ({ origin: 'https://evil.example', 'x-forwarded-host': 'evil.example' }),
    ],
    [
      'a foreign origin and forged forwarded headers of every kind',
      () => ({
        origin: 'https://evil.example',
        'x-forwarded-host': 'evil.example',
        'x-forwarded-proto': 'https',
        forwarded: 'host=evil.example;proto=https',
      }),
    ],
    ['another scheme', (host) => ({ origin: `https://${host}` })],
    ['another port', () => ({ origin: 'http://localhost:1' })],
  ])('does nothing for %s', async (_, headersFor) => {
    const { browser, email, password } = await signedInPerson(server);
    const headers = headersFor(new URL(server.url).host);
    const left = await sendForm(browser, '/dashboard', { headers });
    expect(left.headers.get('location')).toBeNull();
    expect((await browser.get('/api/me')).status).toBe(200);
    const entered = await sendForm(client(server), '/login', { headers, fields: { email, password } });
    expect(entered.setCookies).toEqual([]);
    expect(entered.text).toMatch(NOT_OURS);
    for (const answer of [left, entered]) expectNoStack(answer);
  });

  it('passes for a client that is no browser: neither header, and no cookie that another site could use', async () => {
    const { email, password } = await activatedPerson(server);
    const answer = await sendForm(client(server), '/login', { fields: { email, password } });
    expect(answer.status).toBe(303);
  });
});

describe('what no form of ours sends', () => {
  const big = 'x'.repeat(64 * 1024);
  const multipart = { 'content-type': 'multipart/form-data; boundary=edge' };
  const filled = (text: string) => `--edge\r\nContent-Disposition: form-data; name="a"\r\n\r\n${text}\r\n--edge--\r\n`;

  // asvs:3.5.2
  it.each<[what: string, status: number, body: string, headers: Record<string, string>]>([
    ['text', 415, '[]', { 'content-type': 'text/plain' }],
    ['JSON', 415, '[]', { 'content-type': 'application/json' }],
    ['a form in the address style', 415, 'a=b', { 'content-type': 'application/x-www-form-urlencoded' }],
    ['multipart without a boundary', 415, filled('b'), { 'content-type': 'multipart/form-data' }],
    ['multipart of nonsense', 400, 'nonsense', multipart],
    ['multipart that breaks off', 400, filled('b').slice(0, -12), multipart],
    ['a form of more than 64 KiB', 413, filled(big), multipart],
    ['a form that calls nothing', 400, filled('b'), multipart],
  ])('%s is refused with %i, with an action and without one', async (_, status, body, headers) => {
    const id = actionIdIn((await client(server).get('/login')).text);
    for (const action of [{}, { 'next-action': id }]) {
      const answer = await client(server).raw('POST', '/login', body, { headers: { ...own(), ...headers, ...action } });
      // A call with an action, but without its arguments, is Next's to refuse, in whatever way.
      if (!(status === 400 && body === filled('b') && 'next-action' in action)) expect(answer.status).toBe(status);
      expectNoStack(answer);
    }
  });

  it.each(['00', 'f'.repeat(42), '7'.repeat(42), '__proto__', '<script>'])(
    'an action named %j does not exist',
    async (id) => {
      const headers = { ...own(), ...multipart, 'next-action': id };
      const answer = await client(server).raw('POST', '/login', filled('b'), { headers });
      expect([400, 404, 409]).toContain(answer.status);
      expect(answer.text).not.toContain(id);
      expectNoStack(answer);
    },
  );

  it('a body that is too large is refused by what it holds, not by what it says of itself', async () => {
    const stream = new ReadableStream({
      start: (controller) => {
        controller.enqueue(new TextEncoder().encode(filled(big)));
        controller.close();
      },
    });
    const answer = await fetch(`${server.url}/login`, {
      method: 'POST',
      headers: { ...own(), ...multipart },
      body: stream,
      duplex: 'half',
    } as RequestInit);
    expect(answer.status).toBe(413);
  });
});
