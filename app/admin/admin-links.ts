import type { AppLink } from '@/components/shell/link-list';
import { permittedTo } from '@/lib/http/page-facts';
import type { Permission } from '@/lib/shared/authorization';

/** The pages of the administration, in the order of their navigation, and what opens each. */
const ADMIN_LINKS = [
  { href: '/admin/users', label: 'People', permission: 'users.read' },
  { href: '/admin/roles', label: 'Roles', permission: 'roles.read' },
  { href: '/admin/policies', label: 'Access rules', permission: 'policies.manage' },
  { href: '/admin/audit', label: 'Record', permission: 'audit.read' },
  { href: '/admin/mail', label: 'Mail', permission: 'mails.read' },
] as const satisfies readonly (AppLink & { permission: Permission })[];

export type AdminPath = (typeof ADMIN_LINKS)[number]['href'];

/** Those that the signed-in person may open now: none for strangers. */
export async function openAdminLinks(): Promise<readonly AppLink[]> {
  const permitted = await permittedTo(ADMIN_LINKS.map(({ permission }) => permission));
  return ADMIN_LINKS.filter(({ permission }) => permitted.has(permission));
}
