import { Problem } from '@/lib/core/problem';
import { getObjectStorage, type ObjectStorage } from '@/lib/infra/storage/object-storage';
import type { Context, Transaction } from './context';
import type { JobHow, JobReport } from './job';

/** A picture has to become somebody's within this, in seconds. */
const ADOPTED_WITHIN_SECONDS = 5 * 60;

/** What is nobody's after this, in seconds, will never be anybody's: twice the time, as clocks differ. */
const LEFT_AFTER_SECONDS = 2 * ADOPTED_WITHIN_SECONDS;

/** How many are looked up at once. */
const BATCH = 100;

const nameOf = (id: string) => `avatars/${id}.webp`;

/**
 * Stores a picture that is nobody's yet, and answers its id. Its row comes first, in a transaction of its own: whatever
 * dies from then on, {@link purgeAvatars} finds it. No transaction waits for the storage.
 */
export async function storeAvatar(ctx: Context, bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const { id } = await ctx.db.avatar.create({ data: { createdAt: ctx.now() }, select: { id: true } });
  await getObjectStorage().write(nameOf(id), bytes);
  return id;
}

/** Makes a picture that was just stored somebody's, in the place of the one they have. */
export async function adoptAvatar(ctx: Context, tx: Transaction, userId: string, id: string): Promise<void> {
  await leaveAvatar(tx, userId);
  const adopted = await tx.db.avatar.updateMany({
    where: { id, userId: null, createdAt: { gt: secondsAgo(ctx, ADOPTED_WITHIN_SECONDS) } },
    data: { userId },
  });
  if (adopted.count > 0) return;
  throw new Problem('service_unavailable', { cause: new Error('storing a picture took minutes') });
}

/** Takes somebody's picture from them, and answers whether there was one. */
export async function leaveAvatar(tx: Transaction, userId: string): Promise<boolean> {
  const left = await tx.db.avatar.updateMany({ where: { userId }, data: { userId: null } });
  return left.count > 0;
}

/** The bytes of a picture, as WebP; null where the storage has lost it. */
export function readStoredAvatar(id: string): Promise<Uint8Array<ArrayBuffer> | null> {
  return getObjectStorage().read(nameOf(id));
}

/**
 * Removes the pictures that are nobody's: replaced, taken away, of somebody deleted, or never adopted. The picture goes
 * first and its row after it, so that what is interrupted is done again.
 */
export async function purgeAvatars(
  ctx: Context,
  storage: ObjectStorage,
  { dryRun, signal }: JobHow,
): Promise<JobReport> {
  const left = { userId: null, createdAt: { lt: secondsAgo(ctx, LEFT_AFTER_SECONDS) } };
  if (dryRun) return { avatars: await ctx.db.avatar.count({ where: left }) };
  let removed = 0;
  for (;;) {
    const rows = await ctx.db.avatar.findMany({ where: left, select: { id: true }, take: BATCH });
    for (const { id } of rows) await storage.remove(nameOf(id));
    const ids = rows.map(({ id }) => id);
    if (ids.length > 0) removed += (await ctx.db.avatar.deleteMany({ where: { id: { in: ids } } })).count;
    if (rows.length < BATCH || signal.aborted) return { avatars: removed };
  }
}

function secondsAgo(ctx: Context, seconds: number): Date {
  return new Date(ctx.now().getTime() - seconds * 1000);
}
