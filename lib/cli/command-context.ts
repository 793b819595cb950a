import { getLog } from '@/lib/core/log';
import { randomToken } from '@/lib/core/random';
import { systemClock } from '@/lib/core/time';
import type { Context } from '@/lib/domain/context';
import { announceChange } from '@/lib/infra/change-feed';
import { getDb } from '@/lib/infra/db';
import { createMemoryStore } from '@/lib/infra/store/memory-store';
import { EVERY_VIEW } from '@/lib/infra/store/store';

/**
 * What a command leans on, beside the database and no server. The store is that of this process alone: what it cannot hold
 * is announced by the commit itself, which every instance hears that believes its cache, with Redis or without.
 */
export function createCommandContext(userAgent: string, poke: Context['poke'] = () => undefined): Context {
  const db = getDb();
  return {
    now: systemClock,
    client: { ip: '', userAgent, requestId: randomToken(128) },
    actor: null,
    incoming: { isBearer: false },
    outgoing: {},
    db,
    store: { ...createMemoryStore(), renewViews: () => announceChange(db, [EVERY_VIEW]) },
    log: getLog(),
    poke,
  };
}
