import { getEnv } from '@/lib/core/env';
import { deviceInWords } from '@/lib/core/device';
import { recordAudit } from './audit';
import type { Context, Transaction } from './context';
import { enqueueMail } from './outbox';

type Noted = { is_new: boolean; had_others: boolean };

/**
 * Remembers the device that an activated person signs in with. One not seen before is put on the record, and its owner
 * is mailed, once, unless it is their very first. The caller holds the lock of the person's row, so that the device of
 * a racing sign-in is seen here.
 */
export async function noteDevice(ctx: Context, tx: Transaction, userId: string): Promise<void> {
  const now = ctx.now();
  const name = deviceInWords(ctx.client.userAgent);
  // A row that this statement has inserted was never updated: its xmax is 0.
  const [noted] = await tx.db.$queryRaw<Noted[]>`
    INSERT INTO devices AS d (user_id, name, first_seen_at, last_seen_at) VALUES (${userId}::uuid, ${name}, ${now}, ${now})
    ON CONFLICT (user_id, name) DO UPDATE SET last_seen_at = EXCLUDED.last_seen_at
    RETURNING d.xmax = 0 AS is_new,
      EXISTS (SELECT 1 FROM devices other WHERE other.user_id = d.user_id AND other.name <> d.name) AS had_others`;
  if (!noted?.is_new) return;
  const who = { subjectId: userId, actorId: userId, sessionId: null };
  await recordAudit(tx.db, ctx, { event: 'device.first_seen', outcome: 'success', ...who, data: { device: name } });
  if (noted.had_others) await warnOwner(ctx, tx, userId);
}

async function warnOwner(ctx: Context, tx: Transaction, userId: string): Promise<void> {
  const { firstName } = await tx.db.user.findUniqueOrThrow({ where: { id: userId }, select: { firstName: true } });
  const fillings = { firstName, sessionsLink: `${getEnv().APP_URL}/settings/sessions` };
  await enqueueMail(ctx, tx, { userId, template: 'new-device', fillings });
}
