import { randomUUID } from 'node:crypto';
import { getLog } from '@/lib/core/log';
import { systemClock } from '@/lib/core/time';
import type { Client, Context } from '@/lib/domain/context';
import type { IncomingTokens } from '@/lib/domain/tokens';
import { getDb } from '@/lib/infra/db';
import { pokeJob } from '@/lib/infra/job-runner';
import { getStore } from '@/lib/infra/store/shared-store';
import { clientOf } from './client';

/** The context of one request: nobody yet, until somebody has looked at the tokens. */
export function createRequestContext(
  headers: Headers,
  incoming: IncomingTokens,
  requestId: string = randomUUID(),
): Context {
  return createContext(clientOf(headers, requestId), incoming);
}

/** A context over the parts that the whole process shares. */
export function createContext(client: Client, incoming: IncomingTokens): Context {
  return {
    now: systemClock,
    client,
    actor: null,
    incoming,
    outgoing: {},
    db: getDb(),
    store: getStore(),
    log: getLog(),
    poke: pokeJob,
  };
}
