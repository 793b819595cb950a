import { describe, expect, it } from 'vitest';
import { client } from '../harness/client';
import { registeredPerson, signedInPerson } from '../harness/people';
import { newClaims, signInAtProvider } from '../harness/provider-walk';
import { useProvider } from '../harness/use-provider';

const { provider, server } = await useProvider();

describe('200', () => {
  it('lists what is connected: provider, address there, since when', async () => {
    const browser = client(server);
    const claims = newClaims();
    await signInAtProvider(provider, browser, claims);
    const { status, body } = await browser.get('/api/connections');
    expect(status).toBe(200);
    expect(body).toEqual({
      results: [{ provider: 'google', email: claims.email, connected_at: expect.stringMatching(/^\d{4}-.*Z$/) }],
    });
  });

  it('is empty for who signs in by password, whoever else is connected', async () => {
    const { browser } = await signedInPerson(server);
    expect((await browser.get('/api/connections')).body).toEqual({ results: [] });
  });
});

describe('401', () => {
  it('refuses strangers', async () => {
    expect((await client(server).get('/api/connections')).status).toBe(401);
  });
});

describe('403', () => {
  it('refuses an account that is not activated', async () => {
    const { browser, email, password } = await registeredPerson(server);
    await browser.post('/api/login', { email, password });
    expect((await browser.get('/api/connections')).body['code']).toBe('not_activated');
  });
});
