import { Problem } from '@/lib/core/problem';
import type { ProblemCode } from '@/lib/shared/problems';
import type { UserOutput } from '@/lib/shared/schemas/user';
import { avatarAddress } from './avatar-address';
import { loadPerson, type PersonFacts } from './session-view';
import type { Context, Transaction } from './context';
import { SUSPENSION_SELECT, type SuspensionRow } from './suspension';

/** Where a person goes after signing in. */
export function nextPage(person: Pick<PersonFacts, 'isActivated'>): string {
  return person.isActivated ? '/dashboard' : '/activation-page';
}

/** A person as they see themselves, in the words of the API. */
export function toUserOutput(person: PersonFacts): UserOutput {
  return {
    id: person.id,
    email: person.email,
    first_name: person.firstName,
    last_name: person.lastName,
    is_activated: person.isActivated,
    roles: person.roles,
    permissions: person.permissions,
    created_at: new Date(person.createdAtMs).toISOString(),
    last_login_at: person.lastLoginAtMs === null ? null : new Date(person.lastLoginAtMs).toISOString(),
    avatar_url: avatarAddress(person.id, person.avatarId),
  };
}

/** The person of an id that was there a moment ago; throws `unauthenticated` where they have been deleted since. */
export async function getPerson(ctx: Context, userId: string): Promise<PersonFacts> {
  const person = await loadPerson(ctx.db, userId);
  if (!person) throw new Problem('unauthenticated');
  return person;
}

/** False for who comes in through a provider only. */
export async function hasPassword(ctx: Context, userId: string): Promise<boolean> {
  return (await ctx.db.credential.count({ where: { userId } })) > 0;
}

export type LockedPerson = SuspensionRow & { id: string; firstName: string; activatedAt: Date | null };

/**
 * Locks a person's row: whatever adds, removes or uses a way in does this first, so that they see each other's outcome.
 * Throws `refusal` where they have just been deleted.
 */
export async function lockPerson(
  tx: Transaction,
  userId: string,
  refusal: ProblemCode = 'unauthenticated',
): Promise<LockedPerson> {
  await tx.db.$queryRaw`SELECT 1 FROM users WHERE id = ${userId}::uuid FOR NO KEY UPDATE`;
  const person = await tx.db.user.findUnique({
    where: { id: userId },
    select: { id: true, firstName: true, activatedAt: true, ...SUSPENSION_SELECT },
  });
  if (!person) throw new Problem(refusal);
  return person;
}
