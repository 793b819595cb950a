import type { z } from 'zod';
import { describeDevice } from '@/lib/core/device';
import { requireActor } from '@/lib/domain/authentication';
import { livingSessionsOf } from '@/lib/domain/living-sessions';
import { defineUseCase } from '@/lib/domain/use-case';
import { listSessionsOutput } from '@/lib/shared/schemas/own-sessions';
import { noInput } from '@/lib/shared/schemas/session';

const MAX_RESULTS = 100;

type Row = { id: string; createdAt: Date; lastSeenAt: Date; ip: string; userAgent: string };
type Result = z.input<typeof listSessionsOutput>['results'][number];

const columns = { id: true, createdAt: true, lastSeenAt: true, ip: true, userAgent: true } as const;

/**
 * Where the signed-in person is signed in: this session first, then the newest seen, at most 100. "Seen" is the last
 * refresh or the sign-in, so it may lie back as far as an access token lives; looking at each request would cost the hot
 * path a write.
 */
export const listSessions = defineUseCase({
  summary: 'Where you are signed in',
  access: 'activated',
  limits: [],
  input: noInput,
  output: listSessionsOutput,
  problems: [],
  run: async (ctx) => {
    const { id, person } = requireActor(ctx);
    const [own, others] = await Promise.all([
      ctx.db.session.findUnique({ where: { id }, select: columns }),
      ctx.db.session.findMany({
        where: { ...livingSessionsOf(ctx, person.id), id: { not: id } },
        orderBy: [{ lastSeenAt: 'desc' }, { id: 'desc' }],
        take: MAX_RESULTS - 1,
        select: columns,
      }),
    ]);
    return { results: [...(own ? [own] : []), ...others].map((row) => toResult(row, id)) };
  },
});

function toResult(row: Row, currentId: string): Result {
  return {
    id: row.id,
    current: row.id === currentId,
    created_at: row.createdAt.toISOString(),
    last_seen_at: row.lastSeenAt.toISOString(),
    ip: row.ip,
    user_agent: row.userAgent,
    ...describeDevice(row.userAgent),
  };
}
