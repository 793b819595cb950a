import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach } from 'vitest';
import { recordAudit } from '@/lib/domain/audit';
import type { Context } from '@/lib/domain/context';
import { openDatabase, type Db } from '@/lib/infra/db';
import { cloneDatabase, type TestDatabase } from '../../harness/database';
import { startedLater } from '../../harness/started-later';

const CLIENT = { ip: '203.0.113.9', userAgent: 'Mozilla/5.0', requestId: randomUUID() };

/** A database of its own for each test of a file. */
export function useFreshDatabase(): { database: TestDatabase; db: Db } {
  let database: TestDatabase | undefined;
  let db: Db | undefined;

  beforeEach(async () => {
    database = await cloneDatabase();
    db = openDatabase(database.url);
  });
  afterEach(async () => {
    await db?.$disconnect();
    await database?.drop();
  });

  return {
    database: startedLater('database', () => database),
    db: startedLater('database', () => db),
  };
}

/** What `recordAudit` wants of a request. */
const request = { now: () => new Date(), client: CLIENT, actor: null } as Partial<Context> as Context;

/** Records `count` events, one transaction each, as an operation would. Every column of them holds something. */
export async function record(db: Db, count: number): Promise<void> {
  for (let n = 0; n < count; n += 1) {
    await recordAudit(db, request, {
      event: 'session.opened',
      outcome: 'success',
      actorId: randomUUID(),
      subjectId: randomUUID(),
      sessionId: randomUUID(),
      data: { method: 'password', n },
    });
  }
}

/** The ids of the sealed events, in the order of the chain. */
export async function chainOf(database: TestDatabase): Promise<string[]> {
  const { rows } = await database.query<{ id: string }>(
    'SELECT id FROM audit_events WHERE position IS NOT NULL ORDER BY position',
  );
  return rows.map(({ id }) => id);
}
