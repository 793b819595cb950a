import type { Clock } from '@/lib/core/time';
import type { Log } from '@/lib/core/log';
import type { Db, Tx } from '@/lib/infra/db';
import type { Store } from '@/lib/infra/store/store';
import type { SessionView } from './session-view';
import type { IncomingTokens, IssuedTokens } from './tokens';

/** Who is asking, as far as the wire tells. */
export type Client = {
  /** The socket's address, or the one that the trusted proxies saw. */
  ip: string;
  userAgent: string;
  requestId: string;
};

/** What the answer will carry besides its body. `null` clears. */
export type Outgoing = {
  session?: IssuedTokens | null;
  activation?: string | null;
  connect?: string | null;
};

/** Everything an operation may lean on: one plain object, built for each request or job. */
export type Context = {
  now: Clock;
  client: Client;
  /** The live session behind the request, or null. */
  actor: SessionView | null;
  incoming: IncomingTokens;
  outgoing: Outgoing;
  db: Db;
  store: Store;
  log: Log;
  /** Asks the job runner to look at a queue now rather than at its next round. */
  poke: (job: 'deliver-mail') => void;
};

/** What goes on inside one database transaction, and what waits for its end. */
export type Transaction = {
  db: Tx;
  /** Runs when the transaction has committed, before the answer leaves. */
  afterCommit: (effect: () => void | Promise<void>) => void;
};

/** Runs `work` in one transaction: all of its writes, or none. */
export async function inTransaction<T>(ctx: Context, work: (tx: Transaction) => Promise<T>): Promise<T> {
  const effects: (() => void | Promise<void>)[] = [];
  const result = await ctx.db.$transaction((db) => work({ db, afterCommit: (effect) => void effects.push(effect) }));
  await Promise.all(effects.map(async (effect) => effect()));
  return result;
}
