import type { z } from 'zod';
import { Problem } from '@/lib/core/problem';
import { getRights, mayOn, type Rights } from '@/lib/domain/access/authorize';
import { recordAudit } from '@/lib/domain/audit';
import { requireActor } from '@/lib/domain/authentication';
import { inTransaction, type Context, type Transaction } from '@/lib/domain/context';
import { countLinkMail } from '@/lib/domain/link-mails';
import { readManagedPerson, toPersonDetail } from '@/lib/domain/managed-people';
import { assertMayMove } from '@/lib/domain/manager-chain';
import { mailInvitation } from '@/lib/domain/password-links';
import { assertMayTurnRoles } from '@/lib/domain/role-assignment';
import { lockRights } from '@/lib/domain/role-changes';
import { defineUseCase } from '@/lib/domain/use-case';
import { DEFAULT_ROLE } from '@/lib/shared/authorization';
import { invitePersonInput, personDetailOutput } from '@/lib/shared/schemas/people';

type Invitation = z.output<typeof invitePersonInput>;

const isUsual = (roles: readonly string[]) => roles.length === 1 && roles[0] === DEFAULT_ROLE;

/**
 * Makes a pending person, who gets a link by mail to set a password with: nobody else sees one. Whoever is below level 1
 * becomes their manager, and so may act upon them.
 */
export const invitePerson = defineUseCase({
  summary: 'Invite somebody: a link to set a password arrives by mail',
  access: { permission: 'users.create' },
  limits: [],
  input: invitePersonInput,
  output: personDetailOutput,
  status: 201,
  problems: ['conflict', 'too_many_attempts'],
  run: async (ctx, { roles = [DEFAULT_ROLE], ...input }) => {
    const rights = getRights(ctx);
    const person = await inTransaction(ctx, async (tx) => {
      if (!isUsual(roles)) await lockRights(tx);
      const id = await createPerson(ctx, tx, input, rights);
      await giveRoles(tx, rights, id, roles);
      await countLinkMail(ctx, input.email);
      await mailInvitation(ctx, tx, { userId: id, firstName: input.first_name });
      const data = { roles: roles.join(' ') };
      await recordAudit(tx.db, ctx, { event: 'person.invited', outcome: 'success', subjectId: id, data });
      return readManagedPerson(tx, id);
    });
    return toPersonDetail(rights.ability, person, ctx.now());
  },
});

/** The row, where the address is nobody's: the unique index decides between parallel ones. Throws `conflict`. */
async function createPerson(
  ctx: Context,
  tx: Transaction,
  { first_name, last_name, email }: Omit<Invitation, 'roles'>,
  rights: Rights,
): Promise<string> {
  const { id, level, managers } = requireActor(ctx).person;
  const managerId = level > 1 ? id : null;
  if (managerId !== null) assertMayMove(rights, { after: [...managers, managerId] });
  const [created] = await tx.db.user.createManyAndReturn({
    data: [{ email, firstName: first_name, lastName: last_name, managerId, createdAt: ctx.now() }],
    skipDuplicates: true,
    select: { id: true },
  });
  if (created) return created.id;
  const holder = await tx.db.user.findUnique({ where: { email }, select: { activatedAt: true } });
  const detail = holder?.activatedAt
    ? 'Somebody with this address has an account already: there is nobody to invite.'
    : 'Somebody with this address is there, but not activated yet: send them a link from their page.';
  throw new Problem('conflict', { detail });
}

/** Everybody begins with the default role; what differs from it, the actor has to be let give or take. */
async function giveRoles(tx: Transaction, rights: Rights, userId: string, roles: readonly string[]): Promise<void> {
  await tx.db.userRole.create({ data: { userId, roleName: DEFAULT_ROLE } });
  if (isUsual(roles)) return;
  await assertMayTurnRoles(tx.db, rights, { before: [DEFAULT_ROLE], after: roles });
  if (!mayOn(rights.ability, 'assign', await readManagedPerson(tx, userId))) throw new Problem('forbidden');
  await tx.db.userRole.deleteMany({ where: { userId, roleName: { notIn: [...roles] } } });
  const rows = roles.map((roleName) => ({ userId, roleName }));
  await tx.db.userRole.createMany({ data: rows, skipDuplicates: true });
}
