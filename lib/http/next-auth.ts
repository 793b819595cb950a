import NextAuth, { customFetch, type NextAuthConfig } from 'next-auth';
import { getEnv } from '@/lib/core/env';
import { derivedKey } from '@/lib/core/keyed-hash';
import { offeredProviders } from '@/lib/core/offered-providers';
import { PROVIDERS } from '@/lib/shared/providers';
import { handshakeCookieSettings } from './next-auth-cookies';
import { ownAddress } from './own-address';
import { admitIdentity } from './provider-arrival';
import { askProvider, recordFailure } from './provider-exchange';

/**
 * next-auth at arm's length: it shakes hands with the provider and keeps nothing. Its callback opens one of our
 * sessions; the token that it would issue itself is empty, and no cookie for it leaves (see settableCookies).
 */
function createConfig(): NextAuthConfig {
  return {
    basePath: '/api/auth',
    secret: derivedKey('next-auth').toString('hex'),
    // The address that it is told is APP_URL's, whatever the Host header says.
    trustHost: true,
    providers: providers(),
    jwt: { encode: () => '', decode: () => null },
    cookies: handshakeCookieSettings(),
    callbacks: {
      signIn: ({ account, profile }) => admitIdentity(account?.provider, profile),
      redirect: ({ url }) => ownAddress(url),
    },
    logger: { error: recordFailure, warn: () => undefined, debug: () => undefined },
  };
}

function providers(): NextAuthConfig['providers'] {
  return offeredProviders(getEnv()).map(({ name, ...registration }) => ({
    id: name,
    name: PROVIDERS[name].title,
    type: 'oidc',
    ...registration,
    checks: ['pkce', 'state', 'nonce'],
    [customFetch]: askProvider,
  }));
}

let config: NextAuthConfig | undefined;

// Made on first use: a build has no settings.
const nextAuth = NextAuth(() => (config ??= createConfig()));

export const { handlers, signIn } = nextAuth;
