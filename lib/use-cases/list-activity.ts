import type { AuditEvent } from '@/prisma/generated/client';
import { describeDevice, deviceInWords } from '@/lib/core/device';
import { readAuditPage } from '@/lib/domain/audit-pages';
import { requireActor } from '@/lib/domain/authentication';
import type { SessionView } from '@/lib/domain/session-view';
import { defineUseCase } from '@/lib/domain/use-case';
import { activityWords, eventsShown, findAuditWords } from '@/lib/shared/audit-events';
import { type ActivityOutput, listActivityInput, listActivityOutput } from '@/lib/shared/schemas/audit';

/** What happened to the signed-in person's account, and what they did to others, the newest first, fifty at a time. */
export const listActivity = defineUseCase({
  summary: 'What happened to your account',
  access: 'activated',
  limits: [],
  input: listActivityInput,
  output: listActivityOutput,
  problems: [],
  run: async (ctx, { cursor }) => {
    const actor = requireActor(ctx);
    const { id } = actor.person;
    const happened = eventsShown('toYou');
    const { events, nextCursor } = await readAuditPage(
      ctx.db,
      { cursor },
      { subjectId: id, event: { in: happened } },
      {
        actorId: id,
        event: { in: eventsShown('byYou') },
        OR: [{ subjectId: null }, { subjectId: { not: id } }, { event: { notIn: happened } }],
      },
    );
    return { results: events.map((event) => toActivity(event, actor)), next_cursor: nextCursor };
  },
});

function toActivity(event: AuditEvent, actor: SessionView): ActivityOutput {
  const by = whoDid(event, actor.person.id);
  const isToYou = event.subjectId === actor.person.id && findAuditWords(event.event)?.toYou !== undefined;
  const told = {
    event: event.event,
    device: deviceInWords(event.userAgent),
    data: event.data as Record<string, unknown>,
  };
  return {
    id: event.id,
    at: event.at.toISOString(),
    event: event.event,
    words: activityWords(told, isToYou ? 'toYou' : 'byYou'),
    outcome: event.outcome === 'success' ? 'success' : 'failure',
    by,
    current: event.sessionId === actor.id,
    ...whence(event, by),
  };
}

function whoDid({ actorId, event }: AuditEvent, personId: string): ActivityOutput['by'] {
  if (actorId === personId) return 'you';
  return findAuditWords(event)?.category === 'administration' ? 'administrator' : 'somebody';
}

/** From where an administrator acts is nobody else's business, and a job acts from nowhere. */
function whence(
  { ip, userAgent }: AuditEvent,
  by: ActivityOutput['by'],
): Pick<ActivityOutput, 'ip' | 'browser' | 'os'> {
  if (by === 'administrator' || ip === '') return { ip: null, browser: null, os: null };
  return { ip, ...describeDevice(userAgent) };
}
