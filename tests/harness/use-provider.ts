import { afterAll } from 'vitest';
import { type OpenIdProvider, startOpenIdProvider } from './openid-provider';
import type { TestServer } from './server';
import { useServer } from './use-server';

/** One server for a whole test file, with an OpenID provider in Google's place that ends with it. */
export async function useProvider(): Promise<{ provider: OpenIdProvider; server: TestServer }> {
  const provider = await startOpenIdProvider();
  const server = useServer({ env: provider.settings });
  afterAll(provider.stop);
  return { provider, server };
}
