import type { ReactNode } from 'react';
import type { ProviderName } from '@/lib/shared/providers';
import { GoogleMark } from './google-mark';

const MARKS: Partial<Record<ProviderName, ReactNode>> = { google: <GoogleMark /> };

/** The sign that people know a provider by; nothing where we have none. */
export function ProviderMark({ provider }: { provider: ProviderName }) {
  return MARKS[provider] ?? null;
}
