import { describe, expect, it } from 'vitest';
import { client } from '../harness/client';
import { signedInAgain, signedInPerson } from '../harness/people';
import { until } from '../harness/poll';
import { beginSlowly } from '../harness/slow-request';
import { useSharedServer } from '../harness/use-server';

const server = useSharedServer();

describe('a request that is held open', () => {
  it('does nothing any more once its session has ended meanwhile', async () => {
    const person = await signedInPerson(server);
    const thief = person.browser.copy();
    const body = JSON.stringify({ first_name: 'Hacked' });
    const held = beginSlowly(server, thief, body);
    const owner = await signedInAgain(server, person);
    const startedAt = Date.now();
    expect((await owner.delete('/api/sessions')).status).toBe(200);
    await until('a second to pass', () => Date.now() - startedAt > 1_200);
    held.write(body.slice(4));
    await until('the answer', () => held.answer() !== '');
    expect(held.answer()).toContain('401 Unauthorized');
    expect((await owner.get('/api/me')).body['first_name']).toBe(person.first_name);
    held.destroy();
  });

  it('is refused when its body does not come', async () => {
    const { browser } = await signedInPerson(server);
    const held = beginSlowly(server, browser, JSON.stringify({ first_name: 'Slow' }));
    await until('the answer', () => held.answer() !== '', 15);
    expect(held.answer()).toContain('400 Bad Request');
    held.destroy();
  });
});

describe('whoever uses up a person’s requests', () => {
  it('cannot keep them from ending the session, from changing the password, or from signing out', async () => {
    const person = await signedInPerson(server);
    const thief = person.browser.copy();
    const owner = await signedInAgain(server, person);
    const spent = await Promise.all(Array.from({ length: 60 }, () => thief.copy().get('/api/me')));
    expect(spent.some(({ status }) => status === 429)).toBe(true);
    expect((await owner.get('/api/me')).status).toBe(429);
    expect((await owner.get('/api/auth/session')).text).toContain(person.email);
    const change = {
      current_password: person.password,
      new_password: 'a wholly new sentence',
      confirm_password: 'a wholly new sentence',
    };
    expect((await owner.post('/api/change-password', change)).status).toBe(200);
    expect((await thief.copy().get('/api/auth/session')).text).toBe('null');
    expect((await owner.delete('/api/sessions')).status).toBe(200);
    expect((await owner.post('/api/logout')).status).toBe(200);
  });
});

describe('what another site sends the browser to', () => {
  const elsewhere = { headers: { 'sec-fetch-site': 'cross-site' } };

  it.each([
    ['/dashboard', 'cross-site'],
    ['/dashboard', 'same-site'],
    ['/api/me', 'cross-site'],
    ['/api/me', 'same-site'],
  ])(
    'is served at %s to a %s request, but spends nothing: the answer may be dropped, new cookies and all',
    async (path, site) => {
      const { browser, first_name } = await signedInPerson(server);
      browser.cookies.delete('access_token');
      const answer = await browser.get(path, { headers: { 'sec-fetch-site': site } });
      expect([answer.status, answer.setCookies]).toEqual([200, []]);
      expect(answer.text).toContain(first_name);
      const own = await browser.get(path);
      expect(own.setCookies).toHaveLength(2);
    },
  );

  it('sends who has no session to sign in, and no cache keeps the way', async () => {
    const answer = await client(server).get('/dashboard', elsewhere);
    expect([answer.status, answer.headers.get('cache-control')]).toEqual([307, 'private, no-store']);
  });

  it('says so when the session has ended', async () => {
    const { browser } = await signedInPerson(server);
    const late = browser.copy();
    await browser.post('/api/logout');
    const answer = await late.get('/dashboard');
    expect(answer.headers.get('location')).toContain('notice=session_ended');
    expect(late.cookies.size).toBe(0);
  });
});
