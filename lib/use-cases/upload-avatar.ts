import { recordAudit } from '@/lib/domain/audit';
import { requireActor } from '@/lib/domain/authentication';
import { adoptAvatar, storeAvatar } from '@/lib/domain/avatars';
import { inTransaction } from '@/lib/domain/context';
import { assertMayEditOneself } from '@/lib/domain/own-profile';
import { getPerson, lockPerson, toUserOutput } from '@/lib/domain/people';
import { changePersonView } from '@/lib/domain/sessions';
import { defineUseCase } from '@/lib/domain/use-case';
import { renderAvatar } from '@/lib/infra/avatar-image';
import { uploadAvatarInput } from '@/lib/shared/schemas/avatar';
import { userOutput } from '@/lib/shared/schemas/user';

/** Makes the picture that is sent the signed-in person's own. What is stored is drawn anew from it. */
export const uploadAvatar = defineUseCase({
  summary: 'Set your own picture',
  access: 'activated',
  limits: [],
  takes: 'image',
  input: uploadAvatarInput,
  output: userOutput,
  problems: ['forbidden', 'conflict'],
  run: async (ctx, { image }) => {
    const { id } = requireActor(ctx).person;
    await assertMayEditOneself(ctx, ctx.db, ['avatar']);
    const avatarId = await storeAvatar(ctx, await renderAvatar(image));
    await inTransaction(ctx, async (tx) => {
      await lockPerson(tx, id);
      await assertMayEditOneself(ctx, tx.db, ['avatar']);
      await adoptAvatar(ctx, tx, id, avatarId);
      changePersonView(tx, id);
      await recordAudit(tx.db, ctx, { event: 'avatar.changed', outcome: 'success', subjectId: id });
    });
    return toUserOutput(await getPerson(ctx, id));
  },
});
