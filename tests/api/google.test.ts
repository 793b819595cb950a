import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { client } from '../harness/client';
import { startOpenIdProvider } from '../harness/openid-provider';
import { newClaims, signInAtProvider } from '../harness/provider-walk';
import { useServer } from '../harness/use-server';

const provider = await startOpenIdProvider();
const server = useServer({ env: provider.settings });

afterEach(() => provider.behave('up'));
afterAll(provider.stop);

describe('somebody new', () => {
  it('becomes a person, activated, with the provider’s names and the default role', async () => {
    const claims = newClaims();
    const browser = client(server);
    const answer = await signInAtProvider(provider, browser, claims);
    expect([answer.status, answer.headers.get('location')]).toEqual([302, `${server.url}/dashboard`]);
    const me = await browser.get('/api/me');
    expect(me.body).toMatchObject({
      email: claims.email,
      first_name: 'Ada',
      last_name: 'King',
      is_activated: true,
      roles: ['member'],
    });
  });
});
