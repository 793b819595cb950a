import { Problem } from '@/lib/core/problem';
import { getAbility, mayOn } from '@/lib/domain/access/authorize';
import { readStoredAvatar } from '@/lib/domain/avatars';
import { getManagedPerson } from '@/lib/domain/managed-people';
import { defineUseCase } from '@/lib/domain/use-case';
import { avatarOutput } from '@/lib/shared/schemas/avatar';
import { personIdInput } from '@/lib/shared/schemas/people';

/** Somebody's picture, for whoever is told of it: to whom `avatar_url` shows. */
export const readAvatar = defineUseCase({
  summary: 'A person’s picture',
  access: { permission: 'users.read', isAboutOne: true },
  limits: [],
  countsFor: 'pictures',
  input: personIdInput,
  gives: 'image',
  output: avatarOutput,
  problems: ['not_found'],
  run: async (ctx, { id }) => {
    const ability = getAbility(ctx);
    const person = await getManagedPerson(ctx.db, ability, id, 'read');
    const mayBeSeen = mayOn(ability, 'read', person, 'avatar');
    if (!mayBeSeen) throw new Problem('not_found', { onRecord: { subjectId: person.id } });
    if (!person.avatar) throw new Problem('not_found');
    const image = await readStoredAvatar(person.avatar.id);
    if (image) return { image };
    ctx.log.error({ requestId: ctx.client.requestId, avatar: person.avatar.id }, 'a picture is lost from the storage');
    throw new Problem('not_found');
  },
});
