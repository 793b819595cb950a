/** Where else one may be known: the name in the API's addresses and the record, and the one that a person reads. */
export const PROVIDERS = { google: { title: 'Google' } } as const;

export type ProviderName = keyof typeof PROVIDERS;

export const PROVIDER_NAMES = Object.keys(PROVIDERS) as [ProviderName, ...ProviderName[]];

export function isProviderName(name: string): name is ProviderName {
  return Object.hasOwn(PROVIDERS, name);
}
