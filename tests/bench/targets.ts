import type { Client } from '../harness/client';
import type { Visitor } from './load';

/** One row of the report: what somebody who is signed in asks for, over and over. */
export type Target = {
  name: string;
  /** The requests of one connection, whose session is `browser`'s and nobody else's. */
  visitorOf: (browser: Client) => Visitor;
  /** The least share of the bare route's requests per second that is wanted at so many connections. */
  goal?: { connections: number; ofBare: number };
};

/** What a browser sends along. */
export function cookieHeader({ cookies }: Client): { cookie: string } {
  return { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') };
}

function reader(path: string): Target['visitorOf'] {
  return (browser) => ({ method: 'GET', path, headers: () => cookieHeader(browser) });
}

/** Keeps the cookies of each answer, so that every refresh swaps the token of the one before. */
function refresher(browser: Client): Visitor {
  return {
    method: 'POST',
    path: '/api/refresh',
    headers: () => cookieHeader(browser),
    hear: ({ headers }) => {
      for (const line of headers['set-cookie'] ?? []) {
        const [name = '', value = ''] = (line.split(';')[0] ?? '').split('=');
        browser.cookies.set(name, value);
      }
    },
  };
}

/** What the others are compared with: the same request, cookies and all, to a route that does nothing. */
export const BARE: Target = { name: 'bare route', visitorOf: reader('/api/bare') };

export const TARGETS: readonly Target[] = [
  { name: 'GET /api/me, cookie', visitorOf: reader('/api/me'), goal: { connections: 16, ofBare: 0.85 } },
  {
    name: 'GET /api/me, Bearer',
    visitorOf: ({ cookies }) => ({
      method: 'GET',
      path: '/api/me',
      headers: () => ({ authorization: `Bearer ${cookies.get('access_token')}` }),
    }),
  },
  { name: 'POST /api/refresh', visitorOf: refresher },
  { name: 'GET /api/auth/session', visitorOf: reader('/api/auth/session') },
  { name: 'page /dashboard', visitorOf: reader('/dashboard') },
];
