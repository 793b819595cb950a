import { availableParallelism } from 'node:os';
import { PrismaPg } from '@prisma/adapter-pg';
import { PrismaClient, type Prisma } from '@/prisma/generated/client';
import { getEnv } from '@/lib/core/env';

export type Db = PrismaClient;
/** The client inside one transaction. */
export type Tx = Prisma.TransactionClient;

/** A request that cannot have a connection by then is better told so than kept waiting. */
const CONNECT_TIMEOUT_MS = 5_000;
/** Nothing here asks for more than milliseconds; what takes this long is stuck and holds locks. */
const STATEMENT_TIMEOUT_MS = 15_000;
const IDLE_IN_TRANSACTION_TIMEOUT_MS = 30_000;

// Middleware, routes and pages are bundled apart but share the process: a module-level variable would be one pool each.
const PROCESS_DB = Symbol.for('gatehouse.db');
const processWide = globalThis as { [PROCESS_DB]?: Db };

/** A client of one's own, which is to be disconnected by whoever opened it. */
export function openDatabase(url: string): Db {
  const adapter = new PrismaPg({
    connectionString: url,
    max: Math.min(Math.max(10, availableParallelism() * 4), 40),
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    statement_timeout: STATEMENT_TIMEOUT_MS,
    idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_TIMEOUT_MS,
    application_name: 'gatehouse',
  });
  return new PrismaClient({ adapter, transactionOptions: { maxWait: CONNECT_TIMEOUT_MS } });
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
  await db?.$disconnect();
}

/** What Prisma says, by way of `@prisma/adapter-pg`, of a statement that PostgreSQL refused. */
