import type { Tx } from '@/lib/infra/db';

/**
 * The names that somebody who was never activated goes by when they prove their address without any registration's
 * password: those of `preferredId` where it is still open, otherwise the newest open registration's. Null when none is
 * open. Nothing proves who typed them; they are only names, and their owner can change them.
 */
export async function findPendingNames(
  db: Pick<Tx, 'registration'>,
  userId: string,
  preferredId?: string,
): Promise<{ firstName: string; lastName: string } | null> {
  const open = await db.registration.findMany({
    where: { userId, activatedAt: null, closedAt: null },
    orderBy: { id: 'desc' },
    select: { id: true, firstName: true, lastName: true },
  });
  const chosen = open.find(({ id }) => id === preferredId) ?? open[0];
  return chosen ? { firstName: chosen.firstName, lastName: chosen.lastName } : null;
}
