import { Problem } from '@/lib/core/problem';
import type { Tx } from '@/lib/infra/db';
import type { UserField } from '@/lib/shared/authorization';
import { getAbility, mayOn } from './access/authorize';
import { ACCESS_SELECT } from './access/objects';
import { requireActor } from './authentication';
import type { Context } from './context';

/**
 * Throws `forbidden` unless the signed-in person may change these fields of themselves: by the same rules as for the same
 * person by their id, so that one that takes this from somebody takes it here, too.
 */
export async function assertMayEditOneself(
  ctx: Context,
  db: Pick<Tx, 'user'>,
  fields: readonly UserField[],
): Promise<void> {
  const { id } = requireActor(ctx).person;
  const oneself = await db.user.findUnique({ where: { id }, select: ACCESS_SELECT });
  if (!oneself) throw new Problem('unauthenticated');
  if (fields.every((field) => mayOn(getAbility(ctx), 'update', oneself, field))) return;
  throw new Problem('forbidden', { onRecord: { subjectId: id } });
}
