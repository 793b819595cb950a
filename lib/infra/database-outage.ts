import type { PrismaPg } from '@prisma/adapter-pg';
import { getLog } from '@/lib/core/log';
import { watchStalls } from '@/lib/core/stalls';

/** For so long nobody waits for a PostgreSQL that was silent; then one statement finds out whether it is back. */
const REST_MS = 1_000;
/** Longer than that one can take: the others do not wait beside it. */
const FINDING_OUT_MS = 5_000;
/** Whoever answered anybody so shortly ago is there, in milliseconds. */
const HEARD_LATELY_MS = 1_000;

/**
 * PostgreSQL is down or silent, or the way to it is cut. Nothing of an open transaction will be kept; a statement of
 * its own, or a COMMIT, that was under way may still be done.
 */
export class DatabaseOutage extends Error {
  override readonly name = 'DatabaseOutage';
  /** All that Prisma leaves of an error which it does not know; `toProblem` goes by it. */
  readonly code = 'DATABASE_OUTAGE';
}

/** pg's own words, which have no code, where it gave up waiting. */
const SILENCE = /timeout (?:exceeded|expired)|timeout$/;
/** The same where a connection ended under it. */
const ENDED = /^Connection terminated|is not queryable$/;
/** What the adapter makes of Node's errors of sockets, and of a server that has no room. */
const UNREACHABLE = ['DatabaseNotReachable', 'ConnectionClosed', 'TooManyConnections'];
/** SQLSTATE classes of a server that cannot just now: connection exception, resources, the operator's intervention. */
const UNABLE = /^(?:08|53|57)/;
/** The server ended a statement that took too long. */
const CANCELLED = '57014';

/** `silent`: nobody answered in time. `gone`: refused, or ended. `busy`: it is there. Null: it is no outage. */
type Outage = 'silent' | 'gone' | 'busy';

function outageIn(error: unknown): Outage | null {
  if (!(error instanceof Error)) return null;
  // The adapter's error has what was wrong as its cause; pg's own, which the adapter does not know, has only words.
  const { kind = '', code = '' } = (error.cause ?? {}) as { kind?: string; code?: string };
  if (code === CANCELLED) return 'busy';
  if (kind === 'SocketTimeout' || SILENCE.test(error.message)) return 'silent';
  const isGone = [UNREACHABLE.includes(kind), UNABLE.test(code), ENDED.test(error.message), 'syscall' in error];
  return isGone.includes(true) ? 'gone' : null;
}

/**
 * Asks PostgreSQL something. Rejects with {@link DatabaseOutage} where it is not there, and otherwise as it refuses.
 */
export type Ask = <T>(question: () => Promise<T>) => Promise<T>;

/**
 * Notices that PostgreSQL is away, says so once, and once that it is back. While it is silent nobody waits for it but
 * the first, and one more after each rest. Where somebody has been answered lately it is there, and only this
 * statement was slow, or its connection dead. Where this process itself stood still meanwhile, it is the one that did
 * not listen.
 */
export function outageWatch(): Ask {
  let heardAtMs = -Infinity;
  let restsUntilMs = -Infinity;
  let isAway = false;
  const lastStallMs = watchStalls();

  function noteAnswer(): void {
    heardAtMs = performance.now();
    restsUntilMs = -Infinity;
    if (!isAway) return;
    isAway = false;
    getLog().info('PostgreSQL answers again');
  }

  function noteOutage(error: unknown, outage: Outage): void {
    const now = performance.now();
    const isThere = now - heardAtMs < HEARD_LATELY_MS;
    restsUntilMs = outage === 'silent' && !isThere ? now + REST_MS : -Infinity;
    if (isThere || isAway) return;
    isAway = true;
    getLog().error({ err: error }, 'PostgreSQL does not answer: whatever needs it is refused until it does');
  }

  function noteDeafness(): void {
    getLog().warn('This process stood still for so long that it did not hear what PostgreSQL answered');
  }

  return async (question) => {
    const now = performance.now();
    if (now < restsUntilMs) throw new DatabaseOutage('PostgreSQL did not answer a moment ago');
    if (restsUntilMs > 0) restsUntilMs = now + FINDING_OUT_MS;
    try {
      const answer = await question();
      noteAnswer();
      return answer;
    } catch (error) {
      const outage = outageIn(error);
      if (outage === null || outage === 'busy') noteAnswer();
      else if (outage === 'silent' && lastStallMs() > now) noteDeafness();
      else noteOutage(error, outage);
      throw outage === null ? error : new DatabaseOutage('PostgreSQL does not answer', { cause: error });
    }
  };
}

type Adapter = Awaited<ReturnType<PrismaPg['connect']>>;
type Transaction = Awaited<ReturnType<Adapter['startTransaction']>>;

/** Once cut, a transaction is over: whatever came behind, even ROLLBACK, would only wait for the same connection. */
function watchedTransaction(transaction: Transaction, ask: Ask): Transaction {
  const { provider, adapterName, options } = transaction;
  let cut: DatabaseOutage | undefined;
  const askUnlessCut: Ask = async (question) => {
    if (cut) throw cut;
    try {
      return await ask(question);
    } catch (error) {
      if (error instanceof DatabaseOutage) cut = error;
      throw error;
    }
  };
  return {
    provider,
    adapterName,
    options,
    queryRaw: (query) => askUnlessCut(() => transaction.queryRaw(query)),
    executeRaw: (query) => askUnlessCut(() => transaction.executeRaw(query)),
    commit: () => transaction.commit(),
    rollback: () => transaction.rollback(),
  };
}

/** The adapter with each of its questions under watch. */
export function watchedAdapter(factory: PrismaPg, ask: Ask): Pick<PrismaPg, 'provider' | 'adapterName' | 'connect'> {
  const { provider, adapterName } = factory;
  async function connect(): Promise<Adapter> {
    const adapter = await factory.connect();
    const watched = {
      queryRaw: (query) => ask(() => adapter.queryRaw(query)),
      executeRaw: (query) => ask(() => adapter.executeRaw(query)),
      executeScript: (script) => ask(() => adapter.executeScript(script)),
      startTransaction: async (level) => watchedTransaction(await ask(() => adapter.startTransaction(level)), ask),
    } satisfies Partial<Adapter>;
    return Object.assign(Object.create(adapter) as Adapter, watched);
  }
  return { provider, adapterName, connect };
}
