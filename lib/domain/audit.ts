import { Problem } from '@/lib/core/problem';
import type { Tx } from '@/lib/infra/db';
import type { AuditEventName } from '@/lib/shared/audit-events';
import type { Context } from './context';

type AuditEntry = {
  event: AuditEventName;
  outcome: 'success' | 'failure';
  /** The person acted upon; the actor is taken from the context unless given. */
  subjectId?: string | null;
  actorId?: string | null;
  sessionId?: string | null;
  /** Facts that help a reader. Never a secret, never an address that is not an account's. */
  data?: Record<string, string | number | boolean>;
};

/**
 * Writes what happened. Acts are recorded with the transaction that does them; refusals with `ctx.db`, outside of what
 * is rolled back.
 */
export async function recordAudit(db: Pick<Tx, 'auditEvent'>, ctx: Context, entry: AuditEntry): Promise<void> {
  await db.auditEvent.create({ data: rowOf(ctx, entry) });
}

/** The same of many at once, in one statement. */
export async function recordAudits(
  db: Pick<Tx, 'auditEvent'>,
  ctx: Context,
  entries: readonly AuditEntry[],
): Promise<void> {
  await db.auditEvent.createMany({ data: entries.map((entry) => rowOf(ctx, entry)) });
}

function rowOf(ctx: Context, entry: AuditEntry) {
  return {
    at: ctx.now(),
    event: entry.event,
    outcome: entry.outcome,
    actorId: entry.actorId === undefined ? (ctx.actor?.person.id ?? null) : entry.actorId,
    subjectId: entry.subjectId ?? null,
    sessionId: entry.sessionId === undefined ? (ctx.actor?.id ?? null) : entry.sessionId,
    ip: ctx.client.ip,
    userAgent: ctx.client.userAgent,
    requestId: ctx.client.requestId,
    data: entry.data ?? {},
  };
}

/**
 * Puts a refusal of ours on the record, outside of the transaction that it rolled back, and throws it on. For the end of
 * a promise: `.catch((error: unknown) => recordRefusal(ctx, event, subjectId, error))`.
 */
export async function recordRefusal(
  ctx: Context,
  event: AuditEventName,
  subjectId: string,
  error: unknown,
): Promise<never> {
  if (error instanceof Problem) {
    await recordAudit(ctx.db, ctx, { event, outcome: 'failure', subjectId, data: { refusal: error.code } });
  }
  throw error;
}
