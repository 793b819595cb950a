import { Problem } from '@/lib/core/problem';
import { getAbility } from '@/lib/domain/access/authorize';
import { recordAudit } from '@/lib/domain/audit';
import { inTransaction } from '@/lib/domain/context';
import { keepLastAdmin } from '@/lib/domain/last-admin';
import { lockManagedPerson, toPersonDetail } from '@/lib/domain/managed-people';
import { closePasswordLinks } from '@/lib/domain/password-links';
import { changePersonView, revokeSessions } from '@/lib/domain/sessions';
import { isSuspended } from '@/lib/domain/suspension';
import { defineUseCase } from '@/lib/domain/use-case';
import { personDetailOutput, suspendPersonInput } from '@/lib/shared/schemas/people';

/** Shuts somebody out, until a time or until somebody lifts it. Who is suspended already gets the new reason and end. */
export const suspendPerson = defineUseCase({
  summary: 'Suspend a person',
  access: { permission: 'users.suspend', isAboutOne: true },
  limits: [],
  input: suspendPersonInput,
  output: personDetailOutput,
  problems: ['not_found', 'conflict'],
  run: async (ctx, { id, reason, until = null }) => {
    const ability = getAbility(ctx);
    const now = ctx.now();
    if (until && until <= now) throw new Problem('invalid_input', { fields: { until: ['Choose a time to come.'] } });
    return inTransaction(ctx, async (tx) => {
      const person = await lockManagedPerson(tx, ability, id, 'suspend');
      const suspendedAt = isSuspended(person, now) ? person.suspendedAt : now;
      const suspension = { suspendedAt, suspendedUntil: until, suspendedReason: reason };
      await tx.db.user.update({ where: { id: person.id }, data: suspension });
      // Ended for good: when the suspension is over, they sign in anew.
      await revokeSessions(ctx, tx, { userId: person.id }, 'suspended');
      // Whoever had a link then is shut out, too; a new one is a click.
      await closePasswordLinks(ctx, tx, person.id);
      changePersonView(tx, person.id);
      await recordAudit(tx.db, ctx, {
        event: 'person.suspended',
        outcome: 'success',
        subjectId: person.id,
        data: { reason, ...(until && { until: until.toISOString() }) },
      });
      await keepLastAdmin(tx);
      return toPersonDetail(ability, { ...person, ...suspension }, now);
    });
  },
});
