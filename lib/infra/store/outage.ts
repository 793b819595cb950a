import { getLog } from '@/lib/core/log';

/** For so long nobody waits for a Redis that did not answer; then one command finds out whether it is back. */
const REST_MS = 1_000;
/** An outage is over when nothing has failed for so long; until then it has one line in the log, in milliseconds. */
const STEADY_AFTER_MS = 3_000;

/** Does what was attempted, or, when that fails and for a rest after it, what there is otherwise. */
export type Or = <T>(otherwise: () => T | Promise<T>, attempt: () => Promise<T>) => Promise<T>;

/** The way on while Redis does not answer. Says once that it is gone, and once that it is back. */
export function withoutWaiting(): Or {
  let isGone = false;
  let failedAtMs = 0;
  let restsUntilMs = 0;

  function noteFailure(error: unknown): void {
    failedAtMs = Date.now();
    restsUntilMs = failedAtMs + REST_MS;
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
      const answer = await attempt();
      noteAnswer();
      return answer;
    } catch (error) {
      noteFailure(error);
      return otherwise();
    }
  };
}
