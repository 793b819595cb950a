import { z } from 'zod';
import { Problem } from '@/lib/core/problem';
import { fieldsOn, getAbility, getRights, mayOnRole } from '@/lib/domain/access/authorize';
import { ACCESS_SELECT } from '@/lib/domain/access/objects';
import { requireActor } from '@/lib/domain/authentication';
import type { Context } from '@/lib/domain/context';
import { findManagedPerson, getManagedPerson, toPersonDetail, toPersonOutput } from '@/lib/domain/managed-people';
import { getPerson, toUserOutput } from '@/lib/domain/people';
import { ROLE_INCLUDE, toRoleFacts } from '@/lib/domain/roles';
import { USER_FIELDS, type UserField } from '@/lib/shared/authorization';
import type { AuditEntryOutput } from '@/lib/shared/schemas/audit';
import { personDetailOutput, type PersonOutput } from '@/lib/shared/schemas/people';
import type { UserOutput } from '@/lib/shared/schemas/user';
import { getMe } from '@/lib/use-cases/get-me';
import { listAudit, readEntries } from '@/lib/use-cases/list-audit';
import { readPerson } from '@/lib/use-cases/read-person';
import { updatePerson } from '@/lib/use-cases/update-person';
import { load } from './load';
import { getPageContext } from './page-context';

// What the pages of people have to know to offer only what may be done. Each is asked again by the operation itself.

/** Whether this is the id of whoever is signed in. */
export async function isOwnId(id: string): Promise<boolean> {
  return (await getPageContext()).actor?.person.id === id;
}

/** The signed-in person as they are now: what an action has just changed is not in the view that its request came with. */
export function loadMeAnew(): Promise<UserOutput> {
  const run: typeof getMe.run = async (ctx) => toUserOutput(await getPerson(ctx, requireActor(ctx).person.id));
  return load({ ...getMe, run }, {});
}

/** What the signed-in person may change of themselves. */
export async function editableOwnFields(): Promise<ReadonlySet<UserField>> {
  const ctx = await getPageContext();
  const { ability, subject } = getRights(ctx);
  const oneself = await ctx.db.user.findUnique({ where: { id: subject.id }, select: ACCESS_SELECT });
  return new Set(oneself ? fieldsOn(ability, 'update', oneself) : []);
}

/** Somebody as far as the signed-in person may see them; null where they may not, or where there is nobody. */
export async function findVisiblePerson(id: string): Promise<PersonOutput | null> {
  const ctx = await getPageContext();
  const { ability } = getRights(ctx);
  const person = await findManagedPerson(ctx.db, ability, id);
  return person && toPersonOutput(ability, person, ctx.now());
}

const pagePerson = personDetailOutput.extend({ editable_fields: z.array(z.enum(USER_FIELDS)) });
export type PagePerson = z.output<typeof pagePerson>;

/**
 * Somebody for a page about them: what `readPerson` answers, and the fields that the signed-in person may change. A page
 * that is there only `toChange` one of them is refused to whoever may not, and that is on the record.
 */
export function loadPerson(id: string, toChange?: UserField): Promise<PagePerson> {
  const run = async (ctx: Context): Promise<PagePerson> => {
    const ability = getAbility(ctx);
    const person = await getManagedPerson(ctx.db, ability, id, 'read');
    const editable = fieldsOn(ability, 'update', person);
    const isRefused = toChange !== undefined && !editable.includes(toChange);
    if (isRefused) throw new Problem('forbidden', { onRecord: { subjectId: person.id } });
    return { ...toPersonDetail(ability, person, ctx.now()), editable_fields: editable };
  };
  const { summary } = toChange ? updatePerson : readPerson;
  return load({ ...readPerson, summary, output: pagePerson, run }, { id });
}

/** How much of what happened to somebody their page shows. */
const LATEST = 5;

/** What happened to somebody last, the newest first. */
export async function loadLatestEvents(id: string): Promise<AuditEntryOutput[]> {
  const run: typeof listAudit.run = (ctx, input) => readEntries(ctx, input, LATEST);
  return (await load({ ...listAudit, run }, { subject: id })).results;
}

/** The names of the roles that the signed-in person may give and take, the highest first. */
export async function assignableRoles(): Promise<string[]> {
  const ctx = await getPageContext();
  const rights = getRights(ctx);
  const rows = await ctx.db.role.findMany({ include: ROLE_INCLUDE, orderBy: [{ level: 'asc' }, { name: 'asc' }] });
  const roles = rows.map(toRoleFacts);
  return roles.filter((role) => mayOnRole(rights, 'assign', role)).map(({ name }) => name);
}
