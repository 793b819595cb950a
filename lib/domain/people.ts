import type { UserOutput } from '@/lib/shared/schemas/user';
import { loadPerson, type PersonFacts } from './session-view';
import type { Context } from './context';

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
    avatar_url: null,
  };
}

/** The person of an id that is known to exist. */
export async function getPerson(ctx: Context, userId: string): Promise<PersonFacts> {
  const person = await loadPerson(ctx.db, userId);
  if (!person) throw new Error('a person vanished during a request');
  return person;
}
