import { getRights } from '@/lib/domain/access/authorize';
import { recordAudit } from '@/lib/domain/audit';
import { inTransaction } from '@/lib/domain/context';
import { keepLastAdmin } from '@/lib/domain/last-admin';
import { lockManagedPerson, readManagedPerson, rolesOf, toPersonDetail } from '@/lib/domain/managed-people';
import { assertMayTurnRoles } from '@/lib/domain/role-assignment';
import { lockRights } from '@/lib/domain/role-changes';
import { changePersonView } from '@/lib/domain/sessions';
import { defineUseCase } from '@/lib/domain/use-case';
import { assignRolesInput, personDetailOutput } from '@/lib/shared/schemas/people';

/** Gives somebody these roles in the place of theirs; the actor has to be let give and take each that differs. */
export const assignRoles = defineUseCase({
  summary: "Change a person's roles",
  access: { permission: 'roles.assign', isAboutOne: true },
  limits: [],
  input: assignRolesInput,
  output: personDetailOutput,
  problems: ['not_found', 'conflict'],
  run: async (ctx, { id, roles }) => {
    const rights = getRights(ctx);
    const person = await inTransaction(ctx, async (tx) => {
      await lockRights(tx);
      const found = await lockManagedPerson(tx, rights.ability, id, 'assign');
      const before = rolesOf(found);
      await assertMayTurnRoles(tx.db, rights, { before, after: roles, of: found.id });
      if (before.join(' ') === roles.join(' ')) return found;
      const userId = found.id;
      await tx.db.userRole.deleteMany({ where: { userId, roleName: { notIn: roles } } });
      const rows = roles.map((roleName) => ({ userId, roleName }));
      await tx.db.userRole.createMany({ data: rows, skipDuplicates: true });
      await keepLastAdmin(tx);
      changePersonView(tx, userId);
      const data = { roles_before: before.join(' '), roles: roles.join(' ') };
      await recordAudit(tx.db, ctx, { event: 'person.roles_changed', outcome: 'success', subjectId: userId, data });
      return readManagedPerson(tx, userId);
    });
    return toPersonDetail(rights.ability, person, ctx.now());
  },
});
