import { headers } from 'next/headers';
import { notFound } from 'next/navigation';
import { getEnv } from '@/lib/core/env';
import { isAskedFromThisMachine } from '@/lib/http/client';

const LOOPBACK_NAMES = new Set(['localhost', '127.0.0.1', '[::1]']);

/**
 * The mailbox holds codes and links of everybody: in production there is no such page. Elsewhere it opens to this machine
 * under its own names, so that neither the neighbours in a network nor a foreign page can read it, and under the name that
 * APP_URL gives it. Throws Next's 404.
 */
export async function assertMailboxIsOpen(): Promise<void> {
  const { mode, APP_URL } = getEnv();
  const host = (await headers()).get('host') ?? '';
  const name = host.replace(/:\d+$/, '');
  const isOwn = LOOPBACK_NAMES.has(name) ? isAskedFromThisMachine() : host === new URL(APP_URL).host;
  if (mode === 'production' || !isOwn) notFound();
}
