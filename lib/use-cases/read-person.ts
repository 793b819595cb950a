import { getAbility } from '@/lib/domain/access/authorize';
import { getManagedPerson, toPersonDetail } from '@/lib/domain/managed-people';
import { defineUseCase } from '@/lib/domain/use-case';
import { personDetailOutput, personIdInput } from '@/lib/shared/schemas/people';

/** One person, as far as the caller may see them, with what the caller may do to them. */
export const readPerson = defineUseCase({
  summary: 'A person',
  access: { permission: 'users.read', isAboutOne: true },
  limits: [],
  input: personIdInput,
  output: personDetailOutput,
  problems: ['not_found'],
  run: async (ctx, { id }) => {
    const ability = getAbility(ctx);
    const person = await getManagedPerson(ctx.db, ability, id, 'read');
    return toPersonDetail(ability, person, ctx.now());
  },
});
