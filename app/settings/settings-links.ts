import type { AppLink } from '@/components/shell/link-list';

/** The pages of the settings, in the order of their navigation. The first is where `/settings` leads. */
export const SETTINGS_LINKS = [
  { href: '/settings/profile', label: 'Profile' },
  { href: '/settings/sessions', label: 'Sessions' },
  { href: '/settings/password', label: 'Password' },
  { href: '/settings/connections', label: 'Connections' },
  { href: '/settings/activity', label: 'Activity' },
] as const satisfies readonly AppLink[];

export type SettingsPath = (typeof SETTINGS_LINKS)[number]['href'];
