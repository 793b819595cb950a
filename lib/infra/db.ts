import { availableParallelism } from 'node:os';
import { PrismaPg } from '@prisma/adapter-pg';
import { Pool, type PoolClient } from 'pg';
import { PrismaClient, type Prisma } from '@/prisma/generated/client';
import { getEnv } from '@/lib/core/env';
import { outageWatch, watchedAdapter, type Ask } from './database-outage';

export type Db = PrismaClient;
/** The client inside one transaction. */
export type Tx = Prisma.TransactionClient;

/**
 * How long anything may take, in milliseconds. Together they keep every request under 5 s (docs/operations.md): to get a
 * connection, to be answered by a server that works, and to hear from one that may be frozen or cut off, which is told
 * by nothing else.
 */
type Patience = { connectMs: number; statementMs: number; answerMs: number; connections: number };
/** Nothing that a request asks for takes more than milliseconds; what takes this long is stuck and holds locks. */
const BRIEF: Patience = {
  connectMs: 3_500,
  statementMs: 2_500,
  answerMs: 3_000,
  connections: Math.min(Math.max(10, availableParallelism() * 4), 40),
};
/** What touches many rows, or cannot be done again, as a mail on its way: seldom, and little of it at a time. */
const PATIENT: Patience = { connectMs: 10_000, statementMs: 15_000, answerMs: 16_000, connections: 6 };
const IDLE_IN_TRANSACTION_TIMEOUT_MS = 30_000;

/** Where a client came from, and the patient one beside it. */
type Source = { url: string; ask: Ask; patient?: Db };

// Middleware, routes and pages are bundled apart but share the process: a module-level variable would be one pool each.
const PROCESS_DB = Symbol.for('gatehouse.db');
const PROCESS_SOURCES = Symbol.for('gatehouse.db-sources');
const processWide = globalThis as { [PROCESS_DB]?: Db; [PROCESS_SOURCES]?: WeakMap<Db, Source> };
const sources = (processWide[PROCESS_SOURCES] ??= new WeakMap());

/** What comes back in the middle of a transaction was given up: PostgreSQL undoes it when the connection ends. */
function endIfGivenUp(client: PoolClient): void {
  if (client.getTransactionStatus() !== 'I') client.end().catch(() => undefined);
}

function openClient(url: string, ask: Ask, { connectMs, statementMs, answerMs, connections }: Patience): Db {
  const pool = new Pool({
    connectionString: url,
    max: connections,
    connectionTimeoutMillis: connectMs,
    statement_timeout: statementMs,
    query_timeout: answerMs,
    idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_TIMEOUT_MS,
    keepAlive: true,
    application_name: 'gatehouse',
  });
  pool.on('release', (_error, client) => endIfGivenUp(client));
  const adapter = watchedAdapter(new PrismaPg(pool, { disposeExternalPool: true }), ask);
  return new PrismaClient({ adapter, transactionOptions: { maxWait: connectMs } });
}

/** A client of one's own, which is to be disconnected by whoever opened it. `isPatient`: for what touches many rows. */
export function openDatabase(url: string, { isPatient = false } = {}): Db {
  const ask = outageWatch();
  const db = openClient(url, ask, isPatient ? PATIENT : BRIEF);
  if (!isPatient) sources.set(db, { url, ask });
  return db;
}

/** The same database for what nobody waits for, or what touches many rows; opened on first use, it goes with `db`. */
export function patiently(db: Db): Db {
  const source = sources.get(db);
  if (!source) return db;
  source.patient ??= openClient(source.url, source.ask, PATIENT);
  return source.patient;
}

/** Makes `url` the database of this process, for when it is known only at start (the embedded server). */
export function connectDatabase(url: string): Db {
  const db = openDatabase(url);
  processWide[PROCESS_DB] = db;
  return db;
}

/** The database client of this process: one pool, opened on first use. Throws when no database is known. */
export function getDb(): Db {
  const db = processWide[PROCESS_DB];
  if (db) return db;
  const url = getEnv().DATABASE_URL;
  if (url === undefined) throw new Error('There is no database: DATABASE_URL is not set and none was started.');
  return connectDatabase(url);
}

/** Closes the pool of this process, if it has one. */
export async function disconnectDatabase(): Promise<void> {
  const db = processWide[PROCESS_DB];
  delete processWide[PROCESS_DB];
  await Promise.all([db?.$disconnect(), db && sources.get(db)?.patient?.$disconnect()]);
}

/** What Prisma says, by way of `@prisma/adapter-pg`, of a statement that PostgreSQL refused. */
