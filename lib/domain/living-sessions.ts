import { getEnv } from '@/lib/core/env';
import { addSeconds } from '@/lib/core/time';
import type { Context } from './context';

/** Selects a person's sessions that go on: not revoked, and neither their idle nor their absolute end has come. */
export function livingSessionsOf(ctx: Context, userId: string) {
  const now = ctx.now();
  return {
    userId,
    // A registration's session is over once the person is activated, and only activated people are asked about here.
    registrationId: null,
    revokedAt: null,
    expiresAt: { gt: now },
    lastSeenAt: { gt: addSeconds(now, -getEnv().REFRESH_TOKEN_SECONDS) },
  };
}
