import type { AppLink } from '@/components/shell/link-list';
import { openAdminLinks } from './admin/admin-links';

const FOR_ALL: readonly AppLink[] = [
  { href: '/dashboard', label: 'Dashboard' },
  { href: '/settings', label: 'Settings' },
];

/** What the header of every private page offers: the administration only to whoever may open any of it. */
export async function appLinks(): Promise<readonly AppLink[]> {
  const isAdministrator = (await openAdminLinks()).length > 0;
  return isAdministrator ? [...FOR_ALL, { href: '/admin', label: 'Administration' }] : FOR_ALL;
}
