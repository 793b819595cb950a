import { recordAudit } from '@/lib/domain/audit';
import { inTransaction } from '@/lib/domain/context';
import { requireActor } from '@/lib/domain/authentication';
import { assertMayEditOneself } from '@/lib/domain/own-profile';
import { getPerson, lockPerson, toUserOutput } from '@/lib/domain/people';
import { changePersonView } from '@/lib/domain/sessions';
import { defineUseCase } from '@/lib/domain/use-case';
import { updateMeInput, userOutput } from '@/lib/shared/schemas/user';

const NAMES = ['first_name', 'last_name'] as const;

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
      await assertMayEditOneself(
        ctx,
        tx.db,
        NAMES.filter((field) => input[field] !== undefined),
      );
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
