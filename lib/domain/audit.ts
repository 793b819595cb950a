import { Problem } from '@/lib/core/problem';
import type { Tx } from '@/lib/infra/db';
import type { Context } from './context';

/** Everything that is recorded, as `noun.past_participle`. */
type AuditEventName =
  | 'registration.requested'
  | 'registration.refused_known_address'
  | 'account.activated'
  | 'activation.failed'
  | 'activation_code.sent'
  | 'session.opened'
  | 'session.refused'
  | 'session.ended'
  | 'session.reuse_detected'
  | 'device.first_seen'
  | 'password.changed'
  | 'password.change_refused'
  | 'password.reset_requested'
  | 'password.reset_link_sent'
  | 'password.reset'
  | 'password.reset_refused'
  | 'profile.updated'
  | 'connection.added'
  | 'connection.removed'
  | 'connection.refused';

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
  await db.auditEvent.create({
    data: {
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
    },
  });
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
