import type { ReactNode } from 'react';
import { SessionKeeper } from '@/components/session/session-keeper';
import { findOwnUser } from '@/lib/http/page-facts';

/** Around the pages of whoever is signed in. It guards nothing: each page loads what it shows, and `load` refuses. */
export async function PrivateLayout({ children }: { children: ReactNode }) {
  const user = await findOwnUser();
  return user ? <SessionKeeper user={user}>{children}</SessionKeeper> : children;
}
