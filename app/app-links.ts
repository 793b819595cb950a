import type { AppLink } from '@/components/shell/link-list';

/** What the header of every private page offers. */
export const APP_LINKS: readonly AppLink[] = [
  { href: '/dashboard', label: 'Dashboard' },
  { href: '/settings', label: 'Settings' },
];
