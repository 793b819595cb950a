import { recordAudit } from '@/lib/domain/audit';
import { requireActor } from '@/lib/domain/authentication';
import { leaveAvatar } from '@/lib/domain/avatars';
import { inTransaction } from '@/lib/domain/context';
import { assertMayEditOneself } from '@/lib/domain/own-profile';
import { lockPerson } from '@/lib/domain/people';
import { changePersonView } from '@/lib/domain/sessions';
import { defineUseCase } from '@/lib/domain/use-case';
import { messageOutput, noInput } from '@/lib/shared/schemas/session';

/** Takes the signed-in person's own picture away, if there is one. */
export const removeAvatar = defineUseCase({
  summary: 'Remove your own picture',
  access: 'activated',
  limits: [],
  input: noInput,
  output: messageOutput,
  problems: ['forbidden'],
  run: async (ctx) => {
    const { id } = requireActor(ctx).person;
    await inTransaction(ctx, async (tx) => {
      await lockPerson(tx, id);
      await assertMayEditOneself(ctx, tx.db, ['avatar']);
      if (!(await leaveAvatar(tx, id))) return;
      changePersonView(tx, id);
      await recordAudit(tx.db, ctx, { event: 'avatar.removed', outcome: 'success', subjectId: id });
    });
    return { message: 'You have no picture any more.' };
  },
});
