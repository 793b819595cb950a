import { startOpenIdProvider, type OpenIdProvider } from './openid-provider';
import type { TestServer } from './server';
import { useSharedServer } from './use-server';
import { workerWide } from './worker-wide';

/**
 * An OpenID provider in Google's place, and a server that uses it, which the files of a worker hand on to each other:
 * whoever has the provider misbehave has it behave again. They go with the worker.
 */
export async function useProvider(): Promise<{ provider: OpenIdProvider; server: TestServer }> {
  const provider = await workerWide('provider', () => startOpenIdProvider());
  return { provider, server: useSharedServer(provider.settings) };
}
