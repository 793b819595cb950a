import { keyedHash } from '@/lib/core/keyed-hash';
import { type OnRecord, Problem } from '@/lib/core/problem';
import type { AuditEventName } from '@/lib/shared/audit-events';
import type { ProblemCode } from '@/lib/shared/problems';
import { recordAudit } from './audit';
import type { Context } from './context';

const MINUTE_MS = 60_000;

/** How much of what one person is refused goes on the record; the rest goes to the log, so that nobody can flood it. */
const DENIALS = { points: 20, windowMs: 10 * MINUTE_MS, closedMs: 10 * MINUTE_MS };

/** A closing goes on the record once, however often somebody knocks. */
const ONE_CLOSING = { points: 1, windowMs: 15 * MINUTE_MS, closedMs: 15 * MINUTE_MS };

/** Refusals that are denials whatever they are about; others are when they say what they were about. */
const EVENTS: Partial<Record<ProblemCode, AuditEventName>> = {
  forbidden: 'access.denied',
  origin_rejected: 'origin.rejected',
};

type Denial = { event: AuditEventName; subjectId: string | null; data: Record<string, string> };

/**
 * Puts what was denied on the record, and throws it on: what a signed-in person may not do, what another site sent in
 * their name, and a closing after too many attempts. What strangers are refused besides is in the log alone, and so is
 * everything that only says "sign in", "activate first" or "slow down".
 */
export async function recordDenial(ctx: Context, operation: string, error: unknown): Promise<never> {
  if (error instanceof Problem) {
    const denial = await judge(ctx, operation, error);
    if (denial) await recordAudit(ctx.db, ctx, { outcome: 'failure', ...denial });
  }
  throw error;
}

async function judge(ctx: Context, operation: string, { code, onRecord }: Problem): Promise<Denial | null> {
  if (onRecord && 'lockout' in onRecord) return closing(ctx, onRecord.lockout);
  const event = onRecord ? 'access.denied' : EVENTS[code];
  if (!ctx.actor || !event) return null;
  const { isAllowed } = await ctx.store.take(`record:denied:${ctx.actor.person.id}`, DENIALS);
  if (!isAllowed) return null;
  return { event, subjectId: onRecord?.subjectId ?? null, data: { ...onRecord?.data, operation, refusal: code } };
}

type Lockout = Extract<OnRecord, { lockout: object }>['lockout'];

/** Asking for one more mail too soon is nothing that anybody has to look into. */
async function closing(ctx: Context, { name, subject }: Lockout): Promise<Denial | null> {
  if (name.startsWith('resend.')) return null;
  const key = keyedHash('limit-key', subject).toString('base64url');
  const { isAllowed } = await ctx.store.take(`record:closed:${name}:${key}`, ONE_CLOSING);
  return isAllowed
    ? { event: 'lockout.closed', subjectId: await findSubject(ctx, subject), data: { lockout: name } }
    : null;
}

/** Whose account it was about: what is counted begins with the address of its mail, or is a client's address alone. */
async function findSubject(ctx: Context, subject: string): Promise<string | null> {
  const [email = ''] = subject.split(' ');
  if (!email.includes('@')) return null;
  return (await ctx.db.user.findUnique({ where: { email }, select: { id: true } }))?.id ?? null;
}
