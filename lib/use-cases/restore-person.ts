import { getAbility } from '@/lib/domain/access/authorize';
import { recordAudit } from '@/lib/domain/audit';
import { inTransaction } from '@/lib/domain/context';
import { lockManagedPerson, toPersonDetail } from '@/lib/domain/managed-people';
import { changePersonView } from '@/lib/domain/sessions';
import { isSuspended } from '@/lib/domain/suspension';
import { defineUseCase } from '@/lib/domain/use-case';
import { personDetailOutput, personIdInput } from '@/lib/shared/schemas/people';

/** Lifts somebody's suspension; their sessions from before stay ended. Nothing happens to who is not suspended. */
export const restorePerson = defineUseCase({
  summary: "Lift a person's suspension",
  access: { permission: 'users.suspend', isAboutOne: true },
  limits: [],
  input: personIdInput,
  output: personDetailOutput,
  problems: ['not_found'],
  run: async (ctx, { id }) => {
    const ability = getAbility(ctx);
    const now = ctx.now();
    return inTransaction(ctx, async (tx) => {
      const person = await lockManagedPerson(tx, ability, id, 'suspend');
      if (!isSuspended(person, now)) return toPersonDetail(ability, person, now);
      const lifted = { suspendedAt: null, suspendedUntil: null, suspendedReason: null };
      await tx.db.user.update({ where: { id: person.id }, data: lifted });
      changePersonView(tx, person.id);
      await recordAudit(tx.db, ctx, { event: 'person.restored', outcome: 'success', subjectId: person.id });
      return toPersonDetail(ability, { ...person, ...lifted }, now);
    });
  },
});
