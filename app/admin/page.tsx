import { redirect } from 'next/navigation';
import { openAdminLinks } from './admin-links';

export default async function AdminIndexPage() {
  const [first] = await openAdminLinks();
  // Whoever may open none is refused there, in the words that fit: sign in, activate, or no.
  redirect(first?.href ?? '/admin/users');
}
