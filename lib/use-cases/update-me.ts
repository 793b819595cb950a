import type { z } from 'zod';
import { Problem } from '@/lib/core/problem';
import { getAbility, mayOn } from '@/lib/domain/access/authorize';
import { ACCESS_SELECT } from '@/lib/domain/access/objects';
import { recordAudit } from '@/lib/domain/audit';
import { inTransaction, type Context, type Transaction } from '@/lib/domain/context';
import { requireActor } from '@/lib/domain/authentication';
import { getPerson, lockPerson, toUserOutput } from '@/lib/domain/people';
import { changePersonView } from '@/lib/domain/sessions';
import { defineUseCase } from '@/lib/domain/use-case';
import { updateMeInput, userOutput } from '@/lib/shared/schemas/user';

/** Changes the signed-in person's own names. */
export const updateMe = defineUseCase({
  summary: 'Change your own names',
  access: 'activated',
  limits: [],
  input: updateMeInput,
  output: userOutput,
  problems: ['forbidden'],
  run: async (ctx, input) => {
    const { id } = requireActor(ctx).person;
    await inTransaction(ctx, async (tx) => {
      await lockPerson(tx, id);
      await assertMayEdit(ctx, tx, input);
      await tx.db.user.update({
        where: { id },
        data: {
          ...(input.first_name !== undefined && { firstName: input.first_name }),
          ...(input.last_name !== undefined && { lastName: input.last_name }),
        },
      });
      changePersonView(tx, id);
      await recordAudit(tx.db, ctx, { event: 'profile.updated', outcome: 'success', subjectId: id });
    });
    return toUserOutput(await getPerson(ctx, id));
  },
});

/** The same rules as for the same person by their id: one that takes this from somebody takes it here, too. */
async function assertMayEdit(ctx: Context, tx: Transaction, input: z.output<typeof updateMeInput>): Promise<void> {
  const { id } = requireActor(ctx).person;
  const oneself = await tx.db.user.findUniqueOrThrow({ where: { id }, select: ACCESS_SELECT });
  const sent = (['first_name', 'last_name'] as const).filter((field) => input[field] !== undefined);
  if (sent.every((field) => mayOn(getAbility(ctx), 'update', oneself, field))) return;
  throw new Problem('forbidden', { onRecord: { subjectId: id } });
}
