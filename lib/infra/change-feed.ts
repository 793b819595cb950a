import { Client } from 'pg';
import { z } from 'zod';
import { getLog } from '@/lib/core/log';
import { randomToken } from '@/lib/core/random';
import type { Db, Tx } from './db';
import type { GuardedStore } from './store/guarded-views';

const CHANNEL = 'gatehouse_changes';
/** PostgreSQL takes messages under 8,000 bytes; a key of a view has about 45. */
const KEYS_A_MESSAGE = 100;
/** How often it is made sure that messages arrive here, and how long that may take, in milliseconds. */
const PROBE_EVERY_MS = 15_000;
const HEARD_WITHIN_MS = 3_000;
const CONNECT_TIMEOUT_MS = 5_000;
const AGAIN_AFTER_MS = 1_000;

const messageShape = z.union([z.object({ changed: z.array(z.string()) }), z.object({ probe: z.string() })]);
type Message = z.output<typeof messageShape>;

/** Undefined for what was not sent by us: anybody who may use the database may write into a channel. */
function messageIn(payload = ''): Message | undefined {
  try {
    return messageShape.safeParse(JSON.parse(payload)).data;
  } catch {
    return undefined;
  }
}

async function send(db: Pick<Tx, '$queryRaw'>, message: Message): Promise<void> {
  await db.$queryRaw`SELECT pg_notify(${CHANNEL}, ${JSON.stringify(message)})::text`;
}

/** Tells every process, with the commit of `tx`, that what is cached of these views is not to be believed. */
export async function announceChange(tx: Pick<Tx, '$queryRaw'>, keys: readonly string[]): Promise<void> {
  for (let from = 0; from < keys.length; from += KEYS_A_MESSAGE) {
    await send(tx, { changed: keys.slice(from, from + KEYS_A_MESSAGE) });
  }
}

type Listener = { onListening: () => void; onMessage: (message: Message) => void; onLost: () => void };

/** One connection that listens; `onLost` is called once, whatever ended it. Answers how to end it. */
function listen(url: string, { onListening, onMessage, onLost }: Listener): () => void {
  const client = new Client({
    connectionString: url,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    keepAlive: true,
    application_name: 'gatehouse changes',
  });
  let isLost = false;
  function lose(): void {
    if (isLost) return;
    isLost = true;
    client.end().catch(() => undefined);
    onLost();
  }
  client.on('error', lose);
  client.on('end', lose);
  client.on('notification', ({ payload }) => {
    const message = messageIn(payload);
    if (message) onMessage(message);
  });
  client
    .connect()
    .then(() => client.query(`LISTEN ${CHANNEL}`))
    .then(onListening, lose);
  return lose;
}

/**
 * Listens to {@link announceChange} and tells the views whether it hears. It counts as hearing only as long as messages
 * of its own, sent through the ordinary pool `db`, come back: a pooler that passes none on, or a connection that died
 * without a word, is noticed. It never gives up, until it is ended by calling what is returned.
 */
export function followChanges(
  { url, db }: { url: string; db: Pick<Db, '$queryRaw'> },
  views: Pick<GuardedStore, 'lose' | 'regain' | 'distrust'>,
): () => void {
  let expected: string | undefined;
  let timer: NodeJS.Timeout | undefined;
  let stop: () => void;
  let isSaid = false;
  let isOver = false;

  function after(ms: number, step: () => void): void {
    clearTimeout(timer);
    timer = setTimeout(step, ms).unref();
  }

  function probe(): void {
    expected = randomToken(128);
    after(HEARD_WITHIN_MS, stop);
    send(db, { probe: expected }).catch(stop);
  }

  function hear(message: Message): void {
    if ('changed' in message) views.distrust(message.changed);
    else if (message.probe === expected) {
      views.regain('feed');
      isSaid = false;
      after(PROBE_EVERY_MS, probe);
    }
  }

  function begin(): void {
    stop = listen(url, {
      onListening: probe,
      onMessage: hear,
      onLost: () => {
        if (isOver) return;
        views.lose('feed');
        if (!isSaid) getLog().warn('Changes elsewhere are not heard: sessions are read from PostgreSQL until they are');
        isSaid = true;
        after(AGAIN_AFTER_MS, begin);
      },
    });
  }
  begin();
  return () => {
    isOver = true;
    clearTimeout(timer);
    stop();
  };
}
