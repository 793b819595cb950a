import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createClient } from '@/lib/client/create-client';
import { greet } from '../client/greet';
import { type Client, client, rawFetch } from '../harness/client';
import { codeIn, waitForMail } from '../harness/mailbox';
import { activatedPerson, newPerson, registrationOf, signedInPerson } from '../harness/people';
import { startServer } from '../harness/server';
import { useSharedServer } from '../harness/use-server';

const server = useSharedServer();

describe('the typed client', () => {
  it('does what the README shows', async () => {
    expect(readFileSync('README.md', 'utf8')).toContain(readFileSync('tests/client/greet.ts', 'utf8'));
    const { email, password } = await activatedPerson(server);
    expect(await greet(server.url, email, password)).toBe('Hello Robin');
    expect(await greet(server.url, email, 'not it')).toBe('E-mail or password is not right');
  });

  it('registers, activates, reads, changes and signs out, and no password is ever on the wire', async () => {
    const person = newPerson();
    const sent: string[] = [];
    const browser = client(server);
    const gate = createClient({ baseUrl: server.url, fetch: rawFetch(browser, sent) });
    expect(await gate.register(registrationOf(person))).toMatchObject({ ok: true, data: { next: '/activation-page' } });
    const activation_code = codeIn(await waitForMail(server, person.email));
    expect(await gate.activateAccount({ activation_code })).toMatchObject({ ok: true });
    expect(await gate.updateMe({ first_name: 'Ada' })).toMatchObject({ ok: true, data: { first_name: 'Ada' } });
    const me = await gate.getMe();
    expect(me).toMatchObject({ ok: true, data: { email: person.email, first_name: 'Ada', is_activated: true } });
    const fresh = `${person.password} anew`;
    const change = { current_password: person.password, new_password: fresh, confirm_password: fresh };
    expect(await gate.changePassword(change)).toMatchObject({ ok: true });
    expect(await gate.logout()).toMatchObject({ ok: true });
    expect(await gate.getMe()).toMatchObject({ ok: false, problem: { code: 'unauthenticated', status: 401 } });
    expect(await gate.login({ email: person.email, password: fresh })).toMatchObject({ ok: true });
    const sessions = await gate.listSessions();
    if (!sessions.ok) throw new Error(sessions.problem.detail);
    expect(sessions.data.results.map(({ current }) => current)).toEqual([true]);
    expect(await gate.endOtherSessions()).toMatchObject({ ok: true });
    expect(await gate.endSession({ id: 'nobody' })).toMatchObject({ ok: false, problem: { code: 'not_found' } });
    expect(await gate.listConnections()).toMatchObject({ ok: true, data: { results: [] } });
    expect(sent.join('\n')).not.toContain(person.password);
    expect(sent.filter((body) => body.startsWith('eyJ'))).toHaveLength(3);
  });

  it('hands on what is wrong with which field', async () => {
    const gate = createClient({ baseUrl: server.url, fetch: rawFetch(client(server)) });
    const answer = await gate.register({ ...registrationOf(newPerson()), email: 'nobody' });
    expect(answer).toMatchObject({
      ok: false,
      problem: { code: 'invalid_input', fields: { email: [expect.any(String)] } },
    });
  });

  it('acts for the holder of an access token, without cookies', async () => {
    const person = await activatedPerson(server);
    const browser: Client = client(server);
    await browser.post('/api/login', { email: person.email, password: person.password });
    const bearer = () => browser.cookies.get('access_token');
    const gate = createClient({ baseUrl: server.url, fetch: rawFetch(client(server)), bearer });
    expect(await gate.getMe()).toMatchObject({ ok: true, data: { email: person.email } });
  });

  it('has a dead access token swapped once for all calls that it was refused for, as long as the session lives', async () => {
    const { browser, email } = await signedInPerson(server);
    const asked: string[] = [];
    const ask = rawFetch(browser);
    const counted: typeof fetch = (input, init) => {
      asked.push(input instanceof Request ? input.url : input.toString());
      return ask(input, init);
    };
    const bearer = () => browser.cookies.get('access_token');
    const gate = createClient({ baseUrl: server.url, fetch: counted, bearer });
    browser.cookies.set('access_token', 'dead');
    const answers = await Promise.all([gate.getMe(), gate.listSessions(), gate.updateMe({ last_name: 'Byron' })]);
    expect(answers.map(({ ok }) => ok)).toEqual([true, true, true]);
    expect(asked.filter((url) => url.endsWith('/api/refresh'))).toHaveLength(1);
    expect(await gate.getMe()).toMatchObject({ ok: true, data: { email, last_name: 'Byron' } });

    await browser.copy().post('/api/logout');
    expect(await gate.getMe()).toMatchObject({ ok: false, problem: { code: 'unauthenticated', status: 401 } });
    expect(asked.filter((url) => url.endsWith('/api/refresh'))).toHaveLength(2);
    expect(browser.cookies.size).toBe(0);
  });
});

describe('the typed client, when the key that it knows was dropped', { timeout: 90_000 }, () => {
  it('asks for the new one and goes on', async () => {
    const env = { JWE_KEY: Buffer.alloc(32, 1).toString('base64url') };
    const rotating = await startServer({ env });
    try {
      const { email, password } = await activatedPerson(rotating);
      const gate = createClient({ baseUrl: rotating.url, fetch: rawFetch(client(rotating)) });
      expect(await gate.login({ email, password })).toMatchObject({ ok: true });
      env.JWE_KEY = Buffer.alloc(32, 2).toString('base64url');
      await rotating.restart();
      expect(await gate.login({ email, password })).toMatchObject({ ok: true });
    } finally {
      await rotating.stop();
    }
  });
});
