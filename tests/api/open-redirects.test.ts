import { describe, expect, it } from 'vitest';
import { client } from '../harness/client';
import { FOREIGN_PATHS } from '../harness/foreign-paths';
import { activatedPerson, registeredPerson, signedInPerson } from '../harness/people';
import { callAction, serverActions } from '../harness/server-actions';
import { useProvider } from '../harness/use-provider';

const { provider, server } = await useProvider();

function actionNamed(name: string): string {
  const found = serverActions().find((action) => action.name === name);
  if (!found) throw new Error(`there is no action ${name}`);
  return found.id;
}

/** Where a server action sends its browser: "/path;push" in a header of Next's. */
const targetOf = (headers: Headers) => headers.get('x-action-redirect')?.replace(/;\w+$/, '') ?? '';

// asvs:3.7.2 asvs:1.2.2
describe('whoever arrives with a path to go on to', { timeout: 120_000 }, () => {
  it('is sent nowhere else by signing in', async () => {
    const { email, password } = await activatedPerson(server);
    const id = actionNamed('loginAction');
    for (const next of FOREIGN_PATHS) {
      const answer = await callAction(client(server), '/login', id, { email, password, next });
      expect(targetOf(answer.headers), next).toBe('/dashboard');
    }
    const own = await callAction(client(server), '/login', id, { email, password, next: '/settings/password?x=1' });
    expect(targetOf(own.headers)).toBe('/settings/password?x=1');
  });

  it('is led through the page of signing in without a link to it', async () => {
    for (const next of FOREIGN_PATHS) {
      const { status, text, headers } = await client(server).get(`/login?next=${encodeURIComponent(next)}`);
      expect([status, headers.get('location')], next).toEqual([200, null]);
      expect(text, next).not.toMatch(/(?:href|action|src|formaction)="[^"]*(?:evil|javascript:|vbscript:|data:)/i);
    }
  });

  it('is sent to the dashboard from there when signed in, and nowhere else', async () => {
    const { browser } = await signedInPerson(server);
    for (const next of FOREIGN_PATHS) {
      const { headers } = await browser.get(`/login?next=${encodeURIComponent(next)}`);
      expect(headers.get('location'), next).toBe('/dashboard');
    }
  });

  it('is sent nowhere else by Google, whichever way that begins', async () => {
    const id = actionNamed('continueWithProviderAction');
    for (const next of FOREIGN_PATHS) {
      const form = new FormData();
      form.append('_1_next', next);
      form.append('_1_provider', 'google');
      form.append('0', '["$K1"]');
      const browser = client(server);
      const begun = await browser.raw('POST', '/login', form, { headers: { 'next-action': id } });
      expect(new URL(targetOf(begun.headers), server.url).origin, next).toBe(new URL(provider.url).origin);
      const kept = [...browser.cookies].find(([name]) => name.endsWith('callback-url'))?.[1] ?? '';
      expect(new URL(decodeURIComponent(kept)).href, next).toBe(`${server.url}/dashboard`);
      const shown = await client(server).get(`/api/auth/signin?callbackUrl=${encodeURIComponent(next)}`);
      expect(new URL(shown.headers.get('location') ?? '').href, next).toBe(`${server.url}/login`);
    }
  });

  it('is sent on by activating only to a page of ours', async () => {
    const { browser, code } = await registeredPerson(server);
    const fields = { activation_code: code, next: 'https://evil.example', redirect: '//evil.example' };
    const answer = await callAction(
      browser,
      '/activation-page?next=//evil.example',
      actionNamed('activateAction'),
      fields,
    );
    expect(targetOf(answer.headers)).toMatch(/^\/(?:dashboard|login)/);
  });

  it('is sent back by the gate only to what they asked this site for', async () => {
    for (const path of [
      '/dashboard?next=//evil.example',
      '/settings//evil.example',
      '/dashboard/https://evil.example',
    ]) {
      const { status, headers } = await client(server).get(path);
      const location = new URL(headers.get('location') ?? '', server.url);
      expect([status < 400, location.origin], path).toEqual([true, server.url]);
    }
  });
});
