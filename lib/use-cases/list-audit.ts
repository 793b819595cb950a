import type { z } from 'zod';
import type { AuditEvent } from '@/prisma/generated/client';
import { describeDevice } from '@/lib/core/device';
import { readAuditPage } from '@/lib/domain/audit-pages';
import type { Context } from '@/lib/domain/context';
import { defineUseCase } from '@/lib/domain/use-case';
import { findAuditWords } from '@/lib/shared/audit-events';
import { type AuditEntryOutput, listAuditInput, listAuditOutput } from '@/lib/shared/schemas/audit';

/** The record of what happened, the newest first, fifty at a time. */
export const listAudit = defineUseCase({
  summary: 'The record of what happened',
  access: { permission: 'audit.read' },
  limits: [],
  input: listAuditInput,
  output: listAuditOutput,
  problems: [],
  run: (ctx, input) => readEntries(ctx, input),
});

/** A page of the record, of another size than usual where that is asked for. */
export async function readEntries(ctx: Context, input: z.output<typeof listAuditInput>, size?: number) {
  const { cursor, event, actor, subject } = input;
  const { events, nextCursor } = await readAuditPage(ctx.db, size === undefined ? { cursor } : { cursor, size }, {
    ...(event !== undefined && { event }),
    ...(actor !== undefined && { actorId: actor }),
    ...(subject !== undefined && { subjectId: subject }),
  });
  const names = await namesIn(ctx, events);
  return { results: events.map((entry) => toEntry(entry, names)), next_cursor: nextCursor };
}

type Names = ReadonlyMap<string, string>;

/** What everybody on the page is called now. Who is not there any more has no name. */
async function namesIn(ctx: Context, events: readonly AuditEvent[]): Promise<Names> {
  const ids = new Set(events.flatMap(({ actorId, subjectId }) => [actorId, subjectId]).filter((id) => id !== null));
  const people = await ctx.db.user.findMany({
    where: { id: { in: [...ids] } },
    select: { id: true, firstName: true, lastName: true },
  });
  return new Map(people.map(({ id, firstName, lastName }) => [id, `${firstName} ${lastName}`]));
}

function toEntry(entry: AuditEvent, names: Names): AuditEntryOutput {
  const somebody = (id: string | null) => id && { id, name: names.get(id) ?? null };
  const data = entry.data as Record<string, unknown>;
  const words = findAuditWords(entry.event, data);
  return {
    id: entry.id,
    at: entry.at.toISOString(),
    event: entry.event,
    label: words?.label ?? entry.event,
    category: words?.category ?? null,
    outcome: entry.outcome === 'success' ? 'success' : 'failure',
    actor: somebody(entry.actorId) || null,
    subject: somebody(entry.subjectId) || null,
    session_id: entry.sessionId,
    ip: entry.ip,
    user_agent: entry.userAgent,
    ...describeDevice(entry.userAgent),
    request_id: entry.requestId,
    data,
    position: entry.position === null ? null : Number(entry.position),
  };
}
