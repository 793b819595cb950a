import { fieldsOn, getRights, mayOnRole } from '@/lib/domain/access/authorize';
import { findManagedPerson, toPersonOutput } from '@/lib/domain/managed-people';
import { ROLE_INCLUDE, toRoleFacts } from '@/lib/domain/roles';
import type { UserField } from '@/lib/shared/authorization';
import type { PersonOutput } from '@/lib/shared/schemas/people';
import { getPageContext } from './page-context';

// What the pages of people have to know to offer only what may be done. Each is asked again by the operation itself.

/** Whether this is the id of whoever is signed in. */
export async function isOwnId(id: string): Promise<boolean> {
  return (await getPageContext()).actor?.person.id === id;
}

/** Somebody as far as the signed-in person may see them; null where they may not, or where there is nobody. */
export async function findVisiblePerson(id: string): Promise<PersonOutput | null> {
  const ctx = await getPageContext();
  const { ability } = getRights(ctx);
  const person = await findManagedPerson(ctx.db, ability, id);
  return person && toPersonOutput(ability, person, ctx.now());
}

/** The fields of somebody that the signed-in person may change. */
export async function editableFields(id: string): Promise<ReadonlySet<UserField>> {
  const ctx = await getPageContext();
  const { ability } = getRights(ctx);
  const person = await findManagedPerson(ctx.db, ability, id);
  return new Set(person ? fieldsOn(ability, 'update', person) : []);
}

/** The names of the roles that the signed-in person may give and take, the highest first. */
export async function assignableRoles(): Promise<string[]> {
  const ctx = await getPageContext();
  const rights = getRights(ctx);
  const rows = await ctx.db.role.findMany({ include: ROLE_INCLUDE, orderBy: [{ level: 'asc' }, { name: 'asc' }] });
  const roles = rows.map(toRoleFacts);
  return roles.filter((role) => mayOnRole(rights, 'assign', role)).map(({ name }) => name);
}
