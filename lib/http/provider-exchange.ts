import { AsyncLocalStorage } from 'node:async_hooks';
import { AuthError } from 'next-auth';
import type { Context } from '@/lib/domain/context';
import type { SignInError } from '@/lib/shared/sign-in-errors';

/** All that is asked of a provider during one request has to be answered by then, in milliseconds. */
const ANSWER_WITHIN_MS = 3_000;

/** What goes on while next-auth works on one request: it knows nothing of our context, and we nothing of its errors. */
export type Exchange = {
  ctx: Context;
  deadline: AbortSignal;
  /** True when the provider could not be asked, or failed. */
  isProviderDown: boolean;
  /** Why next-auth gave up, in our words; null while it has not. */
  failure: SignInError | null;
};

const exchanges = new AsyncLocalStorage<Exchange>();

/** Runs `work`, which calls next-auth, for the request of `ctx`; answers its result and what became of it. */
export async function inExchange<T>(
  ctx: Context,
  work: () => Promise<T>,
): Promise<{ result: T | null; failure: SignInError | null }> {
  const exchange: Exchange = {
    ctx,
    deadline: AbortSignal.timeout(ANSWER_WITHIN_MS),
    isProviderDown: false,
    failure: null,
  };
  const result = await exchanges.run(exchange, async () => {
    try {
      return await work();
    } catch (error) {
      // A server action hears of a failure by what is thrown, after it was logged.
      if (exchange.failure === null) throw error;
      return null;
    }
  });
  return { result, failure: exchange.failure };
}

/** The exchange that next-auth's callbacks are called in. */
export function currentExchange(): Exchange {
  const exchange = exchanges.getStore();
  if (!exchange) throw new Error('next-auth was called outside of an exchange');
  return exchange;
}

/** A `fetch` for what next-auth asks the provider: bounded in time, and what goes wrong is remembered. */
export const askProvider: typeof fetch = async (input, init) => {
  const exchange = currentExchange();
  try {
    const answer = await fetch(input, { ...init, signal: exchange.deadline });
    exchange.isProviderDown ||= answer.status >= 500;
    // Read to its end here: a body may hang, too.
    return new Response(await answer.arrayBuffer(), answer);
  } catch (error) {
    exchange.isProviderDown = true;
    throw error;
  }
};

/** Takes next-auth's word for an error: into the log, without what it hangs onto it, and into our own words. */
export function recordFailure(error: Error): void {
  const exchange = currentExchange();
  const type = error instanceof AuthError ? error.type : error.name;
  const err = error instanceof AuthError ? error.cause?.err : error;
  exchange.failure = exchange.isProviderDown ? 'ProviderUnavailable' : (FAILURES[type] ?? 'SignInFailed');
  const { log, client } = exchange.ctx;
  log[exchange.isProviderDown ? 'warn' : 'info'](
    { requestId: client.requestId, type, failure: exchange.failure, err },
    'a sign-in through a provider ended without one',
  );
}

/** Errors of next-auth (@auth/core/errors) that say more than that something went wrong. */
const FAILURES: Record<string, SignInError> = {
  // The provider came back with an error, after the state was found right: the person said no, or may not.
  OAuthCallbackError: 'Cancelled',
  // A cookie of the handshake is missing, expired or not ours.
  InvalidCheck: 'SignInExpired',
  // State, nonce, code or verifier do not fit: another browser's, an earlier one's, or used before.
  CallbackRouteError: 'SignInExpired',
  MissingCSRF: 'SignInExpired',
};
