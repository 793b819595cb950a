import type { Log } from '@/lib/core/log';
import { randomToken } from '@/lib/core/random';
import type { Clock } from '@/lib/core/time';
import { announceChange } from '@/lib/infra/change-feed';
import type { Db, Tx } from '@/lib/infra/db';
import type { Poke } from '@/lib/infra/job-events';
import { EVERY_VIEW, type Store } from '@/lib/infra/store/store';
import type { SessionView } from './session-view';
import type { IncomingTokens, IssuedTokens } from './tokens';

/** Who is asking, as far as the wire tells. */
export type Client = {
  /** The socket's address, or the one that the trusted proxies saw. */
  ip: string;
  userAgent: string;
  requestId: string;
  /** Another site, or a neighbouring host, made the browser ask (Sec-Fetch-Site). */
  isSentByAnother?: boolean;
};

/** What the answer will carry besides its body. `null` clears. */
export type Outgoing = {
  session?: IssuedTokens | null;
  activation?: string | null;
  connect?: string | null;
  /** The person signed out: what the site keeps in their browser goes too. */
  isSignedOut?: true;
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
  /** Asks for a job to be run now rather than at its next round: in this process, or by Inngest. */
  poke: Poke;
};

/** What goes on inside one database transaction, and what waits for its end. */
export type Transaction = {
  db: Tx;
  /** Runs when the transaction has committed, before the answer leaves. */
  afterCommit: (effect: () => void | Promise<void>) => void;
  /** Says that the cached view of this key is about to be wrong. */
  changesView: (key: string) => void;
};

/** In milliseconds: what a use case may take that is not known to be long. */
const TRANSACTION_MS = 5_000;

/** Makes sure of the views that a transaction changes, as the last thing in it. */
async function guardViews(ctx: Context, db: Tx, views: ReadonlySet<string>, hold: string): Promise<void> {
  if (views.size === 0) return;
  const isHeld = !views.has(EVERY_VIEW) && (await ctx.store.holdViews([...views], hold));
  if (!isHeld) await announceChange(db, [...views]);
}

async function freeViews(ctx: Context, views: ReadonlySet<string>, hold: string): Promise<void> {
  if (views.size === 0) return;
  if (!views.has(EVERY_VIEW)) return ctx.store.releaseViews([...views], hold);
  // A Redis that does not answer is not believed when it is back, and every instance was told by the commit.
  await ctx.store.renewViews().catch(() => undefined);
}

/**
 * Runs `work` in one transaction: all of its writes, or none. The views that it changes are held from before the commit
 * until after it; where the store cannot promise that, the commit itself tells every instance. So the next request
 * anywhere sees the change, whatever dies in between. `timeoutMs` is for what has to touch many rows.
 */
export async function inTransaction<T>(
  ctx: Context,
  work: (tx: Transaction) => Promise<T>,
  { timeoutMs = TRANSACTION_MS }: { timeoutMs?: number } = {},
): Promise<T> {
  const effects: (() => void | Promise<void>)[] = [];
  const views = new Set<string>();
  const hold = randomToken(128);
  const result = await ctx.db.$transaction(
    async (db) => {
      const done = await work({
        db,
        afterCommit: (effect) => void effects.push(effect),
        changesView: (key) => void views.add(key),
      });
      await guardViews(ctx, db, views, hold);
      return done;
    },
    { timeout: timeoutMs },
  );
  await freeViews(ctx, views, hold);
  await Promise.all(effects.map(async (effect) => effect()));
  return result;
}
