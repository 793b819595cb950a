import { Problem } from '@/lib/core/problem';
import { assertMayOnRoles, getRights } from '@/lib/domain/access/authorize';
import { inTransaction } from '@/lib/domain/context';
import { concludeRoleChange, getRole, lockRights } from '@/lib/domain/role-changes';
import { defineUseCase } from '@/lib/domain/use-case';
import { isRefused } from '@/lib/infra/refused-statement';
import { DEFAULT_ROLE } from '@/lib/shared/authorization';
import { deleteRoleInput } from '@/lib/shared/schemas/roles';
import { messageOutput } from '@/lib/shared/schemas/session';

/** Deletes a role that nobody holds. */
export const deleteRole = defineUseCase({
  summary: 'Delete a role',
  access: { permission: 'roles.manage', isAboutOne: true },
  limits: [],
  input: deleteRoleInput,
  output: messageOutput,
  problems: ['not_found', 'conflict'],
  run: async (ctx, { name }) => {
    const rights = getRights(ctx);
    await inTransaction(ctx, async (tx) => {
      await lockRights(tx);
      const { people, ...before } = await getRole(tx.db, name);
      assertMayOnRoles(rights, 'manage', [before]);
      if (name === DEFAULT_ROLE) {
        throw new Problem('conflict', { detail: 'Every new person gets this role: it stays.' });
      }
      if (people > 0) throw heldProblem();
      // Somebody may be given it at this moment: the database knows.
      await tx.db.role.delete({ where: { name } }).catch((error: unknown) => {
        throw isRefused(error, 'inUse') ? heldProblem(error) : error;
      });
      await concludeRoleChange(ctx, tx, 'role.deleted', { before });
    });
    return { message: `The role ${name} is deleted.` };
  },
});

function heldProblem(cause?: unknown): Problem {
  return new Problem('conflict', { detail: 'People hold this role: give them another one first.', cause });
}
