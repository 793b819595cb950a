import { NextRequest } from 'next/server';
import type * as AuthModule from '@/lib/http/auth';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Client } from '../harness/client';
import { signedInPerson } from '../harness/people';
import { useSharedServer } from '../harness/use-server';
import { useSettings } from '../harness/use-settings';

const server = useSharedServer();
let auth: typeof AuthModule.auth;
let disconnect: () => Promise<void>;

// This process stands beside the server.
useSettings(() => ({ APP_URL: server.url, DATABASE_URL: server.database.url }));
beforeAll(async () => {
  ({ auth } = await import('@/lib/http/auth'));
  ({ disconnectDatabase: disconnect } = await import('@/lib/infra/db'));
});
afterAll(() => disconnect());

/** A route handler as somebody would write it on this product. */
async function whoAsks(headers: Record<string, string>): Promise<unknown> {
  const handler = auth((request, { name }: { name: string }) => Response.json({ name, session: request.auth }));
  const answer = await handler(new NextRequest(`${server.url}/api/orders`, { headers }), { name: 'orders' });
  expect(answer.headers.getSetCookie()).toEqual([]);
  return answer.json();
}

const cookieOf = (browser: Client, name: string) => ({ cookie: `${name}=${browser.cookies.get(name)}` });

describe('a route handler inside auth()', () => {
  it('finds in its request who asks, by either cookie or by Bearer token', async () => {
    const { browser, email } = await signedInPerson(server);
    const authorization = `Bearer ${browser.cookies.get('access_token')}`;
    for (const headers of [cookieOf(browser, 'access_token'), cookieOf(browser, 'refresh_token'), { authorization }]) {
      const expected = { name: 'orders', session: { user: { email, isActivated: true, roles: ['member'] } } };
      expect(await whoAsks(headers)).toMatchObject(expected);
    }
  });

  it('finds nobody where there is no session, or none any more', async () => {
    const { browser } = await signedInPerson(server);
    const left = cookieOf(browser, 'refresh_token');
    await browser.post('/api/logout');
    for (const headers of [left, {}, { cookie: 'access_token=garbage' }, { authorization: 'Bearer garbage' }]) {
      expect(await whoAsks(headers as Record<string, string>)).toEqual({ name: 'orders', session: null });
    }
  });
});
