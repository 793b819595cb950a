import { Problem } from '@/lib/core/problem';
import type { ExplainAccessInput } from '@/lib/shared/schemas/explain';
import { emailAddress, isUuid } from '@/lib/shared/schemas/fields';
import { requireActor } from '../authentication';
import type { Context } from '../context';
import { getRole } from '../role-changes';
import { loadPerson, type PersonFacts } from '../session-view';
import { createAbility, decideOn } from './ability';
import { environmentOf } from './attributes';
import { getRights, mayOn, subjectOf, type Rights } from './authorize';
import { accessRole } from './lending';
import { ACCESS_SELECT, type AccessObject, type AccessPerson, accessPolicy } from './objects';
import { getPolicy } from './policy-changes';

/**
 * Somebody by their id, or by their address where who asks may read it; null where there is nobody like that.
 */
async function findNamed(ctx: Context, named: string): Promise<AccessPerson | null> {
  if (isUuid(named)) return ctx.db.user.findUnique({ where: { id: named }, select: ACCESS_SELECT });
  const email = emailAddress.safeParse(named).data;
  const person = email ? await ctx.db.user.findUnique({ where: { email }, select: ACCESS_SELECT }) : null;
  return person && mayOn(getRights(ctx).ability, 'read', person, 'email') ? person : null;
}

/** Who the question is about; throws `not_found`. */
export async function getSubject(ctx: Context, named: string | undefined): Promise<PersonFacts> {
  const { person } = requireActor(ctx);
  if (named === undefined || named === person.id) return person;
  const found = await findNamed(ctx, named);
  if (found?.id === person.id) return person;
  const other = found && (await loadPerson(ctx.db, found.id));
  if (!other) throw new Problem('not_found', { detail: 'There is no such person.' });
  return other;
}

/** What somebody may do in the circumstances that are asked about: otherwise in those of now, freshly signed in. */
export async function supposeRights(
  ctx: Context,
  person: PersonFacts,
  circumstances: ExplainAccessInput['environment'],
): Promise<Rights> {
  const own = getRights(ctx);
  const now = ctx.now();
  const usual = person.id === own.subject.id ? own.environment : environmentOf(ctx.client.ip, now, now.getTime());
  const given = Object.entries(circumstances).filter(([, value]) => value !== undefined);
  const environment = { ...usual, ...Object.fromEntries(given) };
  const subject = subjectOf(person, own.policies);
  return { subject, environment, policies: own.policies, ability: createAbility(subject, environment, own.policies) };
}

/** The very thing that is asked about, as the rules look at it for this subject; null where none is named. */
async function findObject(
  ctx: Context,
  { subject, policies }: Rights,
  { type, id }: ExplainAccessInput['resource'],
): Promise<AccessObject | null> {
  if (id === undefined) return null;
  if (type === 'role') return accessRole(await getRole(ctx.db, id), subject, policies);
  if (type === 'policy') return accessPolicy(await getPolicy(ctx.db, id));
  const person = await findNamed(ctx, id);
  if (!person) throw new Problem('not_found', { detail: 'There is no such person.' });
  return person;
}

/**
 * The same for who asks only about themselves: what they may not see is as if it were not there. Throws `not_found`.
 */
export async function getAskedObject(
  ctx: Context,
  rights: Rights,
  resource: ExplainAccessInput['resource'],
  isSimulator: boolean,
): Promise<AccessObject | null> {
  const { ability } = getRights(ctx);
  const isSeen = (object: AccessObject) =>
    resource.type !== 'policy' && decideOn(ability, 'read', [resource.type, object]).allowed;
  const object = await findObject(ctx, rights, resource).catch((error: unknown) => {
    if (error instanceof Problem && !isSimulator) throw new Problem('not_found', { cause: error });
    throw error;
  });
  if (object && !isSimulator && !isSeen(object)) throw new Problem('not_found');
  return object;
}
