import type { ReactNode } from 'react';
import { PROVIDERS, type ProviderName } from '@/lib/shared/providers';
import { GoogleMark } from './google-mark';

const MARKS: Partial<Record<ProviderName, ReactNode>> = { google: <GoogleMark /> };

/** The sign that people know a provider by; the first letter of its name where we have none. Decorative: words say it. */
export function ProviderMark({ provider }: { provider: ProviderName }) {
  return MARKS[provider] ?? <Initial of={PROVIDERS[provider].title} />;
}

function Initial({ of }: { of: string }) {
  return (
    <span aria-hidden="true" className="grid size-5 place-items-center text-base font-semibold text-accent">
      {of.charAt(0)}
    </span>
  );
}
