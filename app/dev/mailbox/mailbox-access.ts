import { notFound } from 'next/navigation';
import { getEnv } from '@/lib/core/env';

/** The mailbox holds codes and links of everybody: in production there is no such page. Throws Next's 404 there. */
export function assertMailboxIsOpen(): void {
  if (getEnv().mode === 'production') notFound();
}
