import { randomUUID } from 'node:crypto';
import type { Context } from '@/lib/domain/context';
import type { Job } from '@/lib/domain/job';
import { everyMinutes } from '@/lib/domain/job-schedule';
import type { Db } from '@/lib/infra/db';
import { createMemoryStore } from '@/lib/infra/store/memory-store';

const quiet = () => {};

/** What a job leans on; `warned` hears the words of its warnings. */
export function jobContext(db: Db, now = () => new Date(), warned: (words: string) => void = quiet): Context {
  const client = { ip: '', userAgent: 'job', requestId: randomUUID() };
  const warn = (_: unknown, words?: string) => warned(words ?? '');
  const log = { debug: quiet, info: quiet, warn, error: quiet } as unknown as Context['log'];
  const store = createMemoryStore(now);
  return { now, client, actor: null, incoming: { isBearer: false }, outgoing: {}, db, store, log, poke: quiet };
}

/** Never asks to end. */
export const GO_ON = new AbortController().signal;

/** A job of the clock under a real job's name, every ten minutes unless told. */
export function jobOf(run: Job['run'], schedule: Job['schedule'] = everyMinutes(10)): Job {
  return { name: 'purge-expired', schedule, hasDryRun: true, run };
}

/** A promise and what settles it. */
export function opening(): { opened: Promise<void>; open: () => void } {
  let open = quiet;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { opened, open };
}
