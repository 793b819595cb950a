import { getLog } from '@/lib/core/log';
import { type EventIds, isPokedJob, JOB_EVENTS, type PokedJob } from './job-events';
import { engageRunner, type Runner } from './job-runner';

/** An event as it is sent. */
export type JobEvent = { name: string; data: EventIds<PokedJob> };

/** Events in one request. */
const SENT_AT_ONCE = 100;

/** Events that wait while others are on their way, in memory; those beyond are left to the relay. */
const WAITING_AT_MOST = 1_000;

/**
 * Tells Inngest what the commits of this process ask for, in place of running it here. Nobody waits for it: one request
 * is on its way at a time, with all that came together meanwhile. What cannot be sent is logged and forgotten, since the
 * row that it is about stays, and the relay finds it within a minute.
 */
export function startEventSender(send: (events: JobEvent[]) => Promise<unknown>): Runner {
  const waiting: JobEvent[] = [];
  let sending: Promise<void> | undefined;

  async function sendAll(): Promise<void> {
    while (waiting.length > 0) {
      const events = waiting.splice(0, SENT_AT_ONCE);
      await send(events).catch((error: unknown) => {
        getLog().warn({ err: error, events: events.length }, 'Inngest was not told; the relay will find it');
      });
    }
  }

  const stopping = new AbortController();
  return engageRunner({
    poke: (name, ids = {}) => {
      if (!isPokedJob(name) || waiting.length >= WAITING_AT_MOST) return;
      waiting.push({ name: JOB_EVENTS[name].name, data: ids });
      // After the answer: the request that pokes is not to wait for it, not even for its first synchronous part.
      setImmediate(() => void (sending ??= sendAll().finally(() => (sending = undefined))));
    },
    stopping: stopping.signal,
    stop: async () => {
      stopping.abort();
      await sending;
    },
  });
}
