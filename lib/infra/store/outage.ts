import { getLog } from '@/lib/core/log';
import { within } from '@/lib/core/within';

/** A Redis that has not answered by then is treated as gone, in milliseconds. */
const ANSWER_WITHIN_MS = 500;
/** For so long nobody waits for a Redis that did not answer; then one command finds out whether it is back. */
const REST_MS = 1_000;
/** An outage is over when nothing has failed for so long; until then it has one line in the log, in milliseconds. */
const STEADY_AFTER_MS = 3_000;

/** Does what was attempted, or, when that fails and for a rest after it, what there is otherwise. */
export type Or = <T>(otherwise: () => T | Promise<T>, attempt: () => Promise<T>) => Promise<T>;

const SILENCE = Symbol('silence');

/** What is attempted of Redis. Rejects where it has not answered in time; that may come to something later, unheard. */
export async function inTime<T>(attempt: Promise<T>): Promise<T> {
  const answer = await within<T | typeof SILENCE>(ANSWER_WITHIN_MS, attempt, SILENCE);
  if (answer === SILENCE) throw new Error(`No answer within ${ANSWER_WITHIN_MS} ms`);
  return answer;
}

/**
 * The way on while Redis does not answer. Says once that it is gone, and once that it is back; `onFailure` hears of each
 * attempt that came to nothing.
 */
export function withoutWaiting(onFailure: () => void): Or {
  let isGone = false;
  let failedAtMs = 0;
  let restsUntilMs = 0;

  function noteFailure(error: unknown): void {
    failedAtMs = Date.now();
    restsUntilMs = failedAtMs + REST_MS;
    onFailure();
    if (isGone) return;
    isGone = true;
    getLog().warn({ err: error }, 'Redis does not answer: this instance counts for itself and caches no sessions');
  }

  function noteAnswer(): void {
    restsUntilMs = 0;
    if (!isGone || Date.now() - failedAtMs < STEADY_AFTER_MS) return;
    isGone = false;
    getLog().info('Redis answers again: instances count together and cache sessions');
  }

  return async (otherwise, attempt) => {
    if (Date.now() < restsUntilMs) return otherwise();
    // After its rest one command finds out whether it is back; the others go on without it meanwhile.
    if (restsUntilMs > 0) restsUntilMs = Date.now() + REST_MS;
    try {
      const answer = await inTime(attempt());
      noteAnswer();
      return answer;
    } catch (error) {
      noteFailure(error);
      return otherwise();
    }
  };
}
