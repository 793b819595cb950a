import { Problem } from '@/lib/core/problem';
import type { Context } from '@/lib/domain/context';

/** How many pictures this process takes in at once: of 2 MiB each, 32 MiB. */
const AT_ONCE = 16;

const BUSY_SECONDS = 5;

// Routes are bundled apart but share the process: a module-level variable would be one set each.
const PROCESS_UPLOADS = Symbol.for('gatehouse.uploads');
const processWide = globalThis as { [PROCESS_UPLOADS]?: Set<string> };

/**
 * Takes a picture in while there is room for it: one of a person at a time, and so many in all, however slowly they come.
 * Strangers take no room: nothing is read of what they send. Throws `conflict` and `service_unavailable`.
 */
export async function inUploadSlot<T>(ctx: Pick<Context, 'actor'>, work: () => Promise<T>): Promise<T> {
  const id = ctx.actor?.person.id;
  if (id === undefined) return work();
  const uploads = (processWide[PROCESS_UPLOADS] ??= new Set());
  if (uploads.has(id)) throw new Problem('conflict', { detail: 'Wait for the picture that is on its way.' });
  if (uploads.size >= AT_ONCE) throw new Problem('service_unavailable', { retryAfterSeconds: BUSY_SECONDS });
  uploads.add(id);
  try {
    return await work();
  } finally {
    uploads.delete(id);
  }
}
