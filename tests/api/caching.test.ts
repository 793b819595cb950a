import { describe, expect, it } from 'vitest';
import { catalogue } from '@/lib/http/catalogue';
import { client } from '../harness/client';
import { PAGES, PRIVATE_PAGES } from '../harness/pages';
import { signedInPerson } from '../harness/people';
import { callAction, serverActions } from '../harness/server-actions';
import { useSharedServer, WIDE_THROTTLES } from '../harness/use-server';

const server = useSharedServer(WIDE_THROTTLES);

const places = [
  ...catalogue.map(({ method, path }) => [method, path] as const),
  ...(['session', 'csrf', 'providers', 'signin', 'error', 'nothing'] as const).map(
    (name) => ['GET', `/api/auth/${name}`] as const,
  ),
  ...(['GET', 'POST', 'OPTIONS'] as const).map((method) => [method, '/api/nowhere'] as const),
  ...(['PUT', 'OPTIONS'] as const).map((method) => [method, '/api/me'] as const),
];

// asvs:14.3.2
describe('everything under /api', () => {
  it.each(places)('%s %s is in no cache, whoever asks', async (method, path) => {
    const { browser } = await signedInPerson(server);
    const garbage = client(server, {
      cookies: [
        ['access_token', 'x'],
        ['refresh_token', 'y'],
      ],
    });
    for (const visitor of [client(server), garbage, browser]) {
      const { headers } = await visitor.raw(method, path);
      expect(headers.get('cache-control')).toBe('private, no-store');
    }
  });
});

/** What keeps a page out of every cache, the one that the Back button opens included. */
const NO_CACHE = /\bno-store\b/;

// asvs:14.3.2
describe('every page', () => {
  it.each(PAGES)('%s is in no cache, whichever way it is asked for', async (page) => {
    const { browser } = await signedInPerson(server);
    for (const visitor of [client(server), browser]) {
      for (const headers of [{}, { rsc: '1' }, { rsc: '1', 'next-router-prefetch': '1' }]) {
        // The data of a page is first sent to an address of its own.
        const answer = await visitor.get(page, { headers, redirect: 'follow' });
        expect(answer.headers.get('cache-control'), JSON.stringify(headers)).toMatch(NO_CACHE);
      }
    }
  });

  it('that is private stays out of them when an action answers with it, too', async () => {
    const { browser } = await signedInPerson(server);
    const [end] = serverActions().filter(({ name }) => name === 'endSessionsAction');
    const answer = await callAction(browser, '/settings/sessions', end?.id ?? '', { others: 'x' });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('cache-control')).toMatch(NO_CACHE);
    expect(PRIVATE_PAGES).toContain('/settings/sessions');
  });
});
