import { randomUUID } from 'node:crypto';
import { recordAudit } from '@/lib/domain/audit';
import type { Context } from '@/lib/domain/context';
import type { Db } from '@/lib/infra/db';
import type { TestDatabase } from '../../harness/database';

const CLIENT = { ip: '203.0.113.9', userAgent: 'Mozilla/5.0', requestId: randomUUID() };

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
