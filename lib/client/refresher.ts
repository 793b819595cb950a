import { OPERATIONS } from './operations';
import { readResult, type Result } from './result';
import type { Ask } from './sender';

/** How long refreshing may take, in milliseconds. Where another tab takes longer, the call is tried again all the same. */
const WITHIN_MS = 10_000;

const REFRESHED_ELSEWHERE: Result<unknown> = { ok: true, data: null };

/**
 * Prolongs the session for calls that were refused without one: once for all that were sent before it was done. Of
 * several tabs (which share `locks`, and the cookies) one asks; the others wait for it and simply try again.
 */
export function createRefresher(ask: Ask, locks?: LockManager) {
  const { method, path } = OPERATIONS.refresh;
  let done = 0;
  let isUnderWay = false;
  let latest: Promise<Result<unknown>>;

  // Without the token of `bearer`: it is the dead one, and only the cookie counts here.
  const refresh = async () => {
    const answer = await ask(path, { method, signal: AbortSignal.timeout(WITHIN_MS) }).catch(() => null);
    return readResult<unknown>(answer);
  };

  function begin(): void {
    isUnderWay = true;
    latest = (locks ? inTurn(locks, refresh) : refresh()).finally(() => {
      isUnderWay = false;
      done += 1;
    });
  }

  return {
    /** How many times it was done. A call notes it when it is sent. */
    count: () => done,

    /** What came of the refresh after which a call that was sent at `count` may be sent again. */
    async after(count: number): Promise<Result<unknown>> {
      if (!isUnderWay && count === done) begin();
      return latest;
    },
  };
}

async function inTurn(locks: LockManager, refresh: () => Promise<Result<unknown>>): Promise<Result<unknown>> {
  const name = 'gatehouse-refresh';
  return locks.request(name, { ifAvailable: true }, async (lock) => {
    if (lock) return refresh();
    const waited = { mode: 'shared', signal: AbortSignal.timeout(WITHIN_MS) } as const;
    return locks.request(name, waited, () => REFRESHED_ELSEWHERE).catch(() => REFRESHED_ELSEWHERE);
  });
}
