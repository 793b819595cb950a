import { headers } from 'next/headers';
import { notFound } from 'next/navigation';
import { getEnv } from '@/lib/core/env';

const LOOPBACK_NAMES = new Set(['localhost', '127.0.0.1', '[::1]']);

/**
 * The mailbox holds codes and links of everybody: in production there is no such page. Elsewhere it opens under this
 * machine's own names only, so that no foreign page can read it by pointing a name of its own here. Throws Next's 404.
 */
export async function assertMailboxIsOpen(): Promise<void> {
  const { mode, APP_URL } = getEnv();
  const host = (await headers()).get('host') ?? '';
  const isOwnName = LOOPBACK_NAMES.has(host.replace(/:\d+$/, '')) || host === new URL(APP_URL).host;
  if (mode === 'production' || !isOwnName) notFound();
}
