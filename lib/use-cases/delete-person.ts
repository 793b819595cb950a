import { Problem } from '@/lib/core/problem';
import { getRights } from '@/lib/domain/access/authorize';
import { recordAudit } from '@/lib/domain/audit';
import { requireActor } from '@/lib/domain/authentication';
import { inTransaction, type Transaction } from '@/lib/domain/context';
import { keepLastAdmin } from '@/lib/domain/last-admin';
import { lockManagedPerson } from '@/lib/domain/managed-people';
import { assertMayMove, changeViewsFrom, lockManagerChain, MOVE_TIMEOUT_MS } from '@/lib/domain/manager-chain';
import { defineUseCase } from '@/lib/domain/use-case';
import { personIdInput } from '@/lib/shared/schemas/people';
import { messageOutput } from '@/lib/shared/schemas/session';

/**
 * Deletes a person with all that is theirs: sessions, ways in, links, mails that are not sent. Who was below them moves
 * up to their manager. What is on the record stays, without a name.
 */
export const deletePerson = defineUseCase({
  summary: 'Delete a person and all that is theirs',
  access: { permission: 'users.delete', isAboutOne: true },
  limits: [],
  input: personIdInput,
  output: messageOutput,
  problems: ['not_found', 'conflict'],
  run: async (ctx, { id }) => {
    const rights = getRights(ctx);
    if (id === requireActor(ctx).person.id) {
      throw new Problem('forbidden', {
        onRecord: { subjectId: id },
        detail: 'You cannot delete yourself: somebody else has to do it.',
      });
    }
    const remove = async (tx: Transaction): Promise<number> => {
      await lockManagerChain(tx);
      const person = await lockManagedPerson(tx, rights.ability, id, 'delete');
      // Their own view, too: without them none of their sessions is alive, whatever is cached of it.
      await changeViewsFrom(tx, person.id);
      const moved = await tx.db.user.updateMany({
        where: { managerId: person.id },
        data: { managerId: person.managerId },
      });
      if (moved.count > 0) assertMayMove(rights, { before: [person.id], of: person.id });
      await tx.db.user.delete({ where: { id: person.id } });
      await keepLastAdmin(tx);
      const data = { reports: moved.count };
      await recordAudit(tx.db, ctx, { event: 'person.deleted', outcome: 'success', subjectId: person.id, data });
      return moved.count;
    };
    const reports = await inTransaction(ctx, remove, { timeoutMs: MOVE_TIMEOUT_MS });
    return { message: messageOf(reports) };
  },
});

function messageOf(reports: number): string {
  if (reports === 0) return 'The account and all that was theirs is deleted.';
  return `The account and all that was theirs is deleted. ${reports} of their reports moved up to their manager.`;
}
