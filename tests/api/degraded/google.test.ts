import { afterAll, beforeAll, describe, expect } from 'vitest';
import { loginErrorWords } from '@/app/login/login-errors';
import { googleCheck } from '@/lib/cli/doctor/outside-checks';
import { inTime } from '../../degraded/in-time';
import { expectDoctorToSee, linesWith, untilReadySays } from '../../degraded/operator';
import { rowsOf } from '../../degraded/rows';
import { client, type Answer } from '../../harness/client';
import { type OpenIdProvider, startOpenIdProvider } from '../../harness/openid-provider';
import { sendForm } from '../../harness/page-forms';
import { signedInAgain, signedInPerson } from '../../harness/people';
import { locationOf, newClaims, signInAtProvider, startAtProvider, walkProvider } from '../../harness/provider-walk';
import { startRelay, type Relay } from '../../harness/relay';
import { startServer, type TestServer } from '../../harness/server';

const SAID = 'a sign-in through a provider ended without one';
/** Of the forms of the page, the first signs out. */
const CONNECT = 1;

let relay: Relay;
let provider: OpenIdProvider;
let server: TestServer;

/** Where somebody ends up, on this site. */
const endOf = (answer: Answer) => locationOf(answer).replace(server.url, '');

/**
 * One who begins now, one who was at Google when it happened, and one who wishes to connect it, all end at words where they
 * began; nothing is half-made, every other way in is open, and whoever is in stays.
 */
async function expectWords(breakIt: () => Promise<void>): Promise<void> {
  const claims = newClaims();
  const browser = client(server);
  const wayBack = await walkProvider(provider, locationOf(await startAtProvider(browser)), claims);
  const person = await signedInPerson(server);
  const warnings = linesWith(server, SAID).length;
  await breakIt();
  const connecting = { headers: { origin: server.url }, form: CONNECT };
  const [start, arrival, connection] = await Promise.all([
    inTime(startAtProvider(client(server))),
    inTime(browser.get(wayBack)),
    inTime(sendForm(person.browser.copy(), '/settings/connections', connecting)),
    inTime(signedInAgain(server, person)),
    expectDoctorToSee(googleCheck, provider.settings),
  ]);
  expect([start, arrival, connection].map(endOf)).toEqual([
    '/login?error=ProviderUnavailable',
    '/login?error=ProviderUnavailable',
    '/settings/connections?error=ProviderUnavailable',
  ]);
  const pages = await Promise.all([
    inTime(client(server).get(endOf(start))),
    inTime(person.browser.copy().get(endOf(connection))),
  ]);
  for (const { text } of pages) expect(text).toContain(loginErrorWords('ProviderUnavailable'));
  expect((await server.database.query('SELECT 1 FROM users WHERE email = $1', [claims.email])).rows).toEqual([]);
  expect((await inTime(person.browser.get('/api/connections'))).body).toEqual({ results: [] });
  expect(linesWith(server, SAID, '"level":"warn"')).toHaveLength(warnings + 3);
}

// asvs:16.5.2 asvs:16.5.3
describe('an instance whose provider', () => {
  const row = rowsOf('Google', () => relay);

  beforeAll(async () => {
    provider = await startOpenIdProvider(async (port) => {
      relay = await startRelay(port);
      return `http://localhost:${relay.port}`;
    });
    server = await startServer({ env: provider.settings });
  });
  afterAll(async () => {
    await server?.stop();
    await relay?.stop();
    await provider?.stop();
  });

  row.down('whoever needs it is told so, and every other way in is open', async (breakIt) => {
    await expectWords(breakIt);
    await untilReadySays(server, 'ready');
  });

  row.hanging('the same, in time, and nothing is half-made', expectWords);

  row.back('one signs in with it again', async () => {
    const before = server.logs().length;
    expect(endOf(await signInAtProvider(provider, client(server), newClaims()))).toBe('/dashboard');
    expect(server.logs().slice(before)).toEqual([]);
  });
});
