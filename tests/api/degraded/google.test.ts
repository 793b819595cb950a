import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inTime } from '../../degraded/in-time';
import { client, type Answer } from '../../harness/client';
import { type OpenIdProvider, startOpenIdProvider } from '../../harness/openid-provider';
import { signedInAgain, signedInPerson } from '../../harness/people';
import { locationOf, newClaims, signInAtProvider, startAtProvider, walkProvider } from '../../harness/provider-walk';
import { startRelay, type Relay } from '../../harness/relay';
import { startServer, type TestServer } from '../../harness/server';

let relay: Relay;
let provider: OpenIdProvider;
let server: TestServer;

const errorOf = (answer: Answer) => new URL(locationOf(answer)).searchParams.get('error');

/** Every other way in is open, and whoever is in already stays. */
async function expectOtherWays(): Promise<void> {
  const person = await signedInPerson(server);
  await signedInAgain(server, person);
  const answers = await Promise.all(
    ['/api/me', '/dashboard', '/settings/connections'].map((path) => inTime(person.browser.get(path))),
  );
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
}

/** One who begins now, and one who was at Google when it happened, both end at words, and nothing is half-made. */
async function expectWords(breakIt: () => unknown): Promise<void> {
  const claims = newClaims();
  const browser = client(server);
  const wayBack = await walkProvider(provider, locationOf(await startAtProvider(browser)), claims);
  await breakIt();
  const [start, arrival] = await Promise.all([inTime(startAtProvider(client(server))), inTime(browser.get(wayBack))]);
  expect([errorOf(start), errorOf(arrival)]).toEqual(['ProviderUnavailable', 'ProviderUnavailable']);
  expect(
    (await client(server).get(new URL(locationOf(start)).pathname + new URL(locationOf(start)).search)).text,
  ).toContain('Google');
  expect((await server.database.query('SELECT 1 FROM users WHERE email = $1', [claims.email])).rows).toEqual([]);
  await expectOtherWays();
}

// asvs:16.5.2 asvs:16.5.3
describe('an instance whose provider', () => {
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

  it('Google, down: whoever needs it is told so, and every other way in is open', async () => {
    await expectWords(relay.kill9);
    await relay.restart();
  });

  it('Google, hanging: the same, in time, and nothing is half-made', async () => {
    await expectWords(relay.freeze);
    relay.thaw();
  });

  it('Google, back: one signs in with it again', async () => {
    expect(locationOf(await signInAtProvider(provider, client(server), newClaims()))).toBe(`${server.url}/dashboard`);
  });
});
