import { getEnv } from '@/lib/core/env';
import { Problem } from '@/lib/core/problem';
import { isRefused } from '@/lib/infra/refused-statement';
import { statusOf } from './access/objects';
import { recordAudit } from './audit';
import { inTransaction, type Context, type Transaction } from './context';
import { MANAGED_SELECT, rolesOf, type ManagedPerson } from './managed-people';
import { issuePasswordLink } from './password-links';
import { lockRights } from './role-changes';
import { changePersonView } from './sessions';

const ROLE = 'admin';

type Wanted = { email: string; firstName: string; lastName: string };

/** What became of it, and where they go on: a link that is good once, or the page to sign in on. */
export type MadeAdministrator = { outcome: 'invited' | 'pending' | 'active'; address: string };

/** On the record as nobody's act: whoever may run a command beside the database is no person of ours. */
const VIA = { via: 'command line' };

/**
 * Makes the person of this address an administrator, whoever they are: somebody new and somebody pending get an
 * invitation link, which nobody mails. Throws `conflict` about somebody suspended, and where there is no such role.
 */
export async function makeAdministrator(ctx: Context, wanted: Wanted): Promise<MadeAdministrator> {
  return inTransaction(ctx, async (tx) => {
    await lockRights(tx);
    const { email, firstName, lastName } = wanted;
    const [created] = await tx.db.user.createManyAndReturn({
      data: [{ email, firstName, lastName, createdAt: ctx.now() }],
      skipDuplicates: true,
      select: { id: true },
    });
    const person = await lockByEmail(tx, email);
    if (statusOf(person, ctx.now()) === 'suspended') {
      throw new Problem('conflict', {
        detail: 'This person is suspended: restore them first, or choose another address.',
      });
    }
    const before = rolesOf(person);
    if (!before.includes(ROLE)) await giveRole(tx, person.id);
    await record(ctx, tx, person, { isNew: created !== undefined, before });
    if (person.activatedAt) return { outcome: 'active', address: `${getEnv().APP_URL}/login` };
    const { link } = await issuePasswordLink(ctx, tx, person.id, 'invitation');
    return { outcome: created ? 'invited' : 'pending', address: link };
  });
}

async function lockByEmail(tx: Transaction, email: string): Promise<ManagedPerson> {
  await tx.db.$queryRaw`SELECT 1 FROM users WHERE email = ${email} FOR NO KEY UPDATE`;
  return tx.db.user.findUniqueOrThrow({ where: { email }, select: MANAGED_SELECT });
}

async function giveRole(tx: Transaction, userId: string): Promise<void> {
  await tx.db.userRole.create({ data: { userId, roleName: ROLE } }).catch((cause: unknown) => {
    if (!isRefused(cause, 'inUse')) throw cause;
    throw new Problem('conflict', { detail: `There is no role “${ROLE}” any more.`, cause });
  });
  changePersonView(tx, userId);
}

type Change = { isNew: boolean; before: readonly string[] };

/** Whoever was there and is not activated gets a link, too, in the place of the one that they may have. */
async function record(
  ctx: Context,
  tx: Transaction,
  { id, activatedAt }: ManagedPerson,
  { isNew, before }: Change,
): Promise<void> {
  const entry = { outcome: 'success', subjectId: id } as const;
  if (isNew) {
    await recordAudit(tx.db, ctx, { ...entry, event: 'person.invited', data: { roles: ROLE, ...VIA } });
    return;
  }
  if (!before.includes(ROLE)) {
    const roles = [...before, ROLE].toSorted().join(' ');
    const data = { roles_before: before.join(' '), roles, ...VIA };
    await recordAudit(tx.db, ctx, { ...entry, event: 'person.roles_changed', data });
  }
  if (!activatedAt) {
    const data = { link: 'invitation', ...VIA };
    await recordAudit(tx.db, ctx, { ...entry, event: 'person.reset_sent', data });
  }
}
