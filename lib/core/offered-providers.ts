import { PROVIDER_NAMES, type ProviderName } from '@/lib/shared/providers';
import type { Settings } from './settings';

/** Where this site is registered with an OpenID provider, and as what. */
export type OfferedProvider = { name: ProviderName; issuer: string; clientId: string; clientSecret: string };

type Registration = { [Part in 'issuer' | 'clientId' | 'clientSecret']: string | undefined };

/** The settings of each provider. */
const REGISTRATIONS: Record<ProviderName, (settings: Settings) => Registration> = {
  google: ({ GOOGLE_ISSUER: issuer, GOOGLE_CLIENT_ID: clientId, GOOGLE_CLIENT_SECRET: clientSecret }) => ({
    issuer,
    clientId,
    clientSecret,
  }),
};

/** The providers that one can sign in with here: those that the settings say enough of. */
export function offeredProviders(settings: Settings): OfferedProvider[] {
  return PROVIDER_NAMES.flatMap((name) => {
    const { issuer, clientId, clientSecret } = REGISTRATIONS[name](settings);
    return issuer && clientId && clientSecret ? [{ name, issuer, clientId, clientSecret }] : [];
  });
}
