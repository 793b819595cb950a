import { z } from 'zod';
import type { Clock } from '@/lib/core/time';
import type { Db } from '@/lib/infra/db';
import type { CachedView, Views } from '@/lib/infra/store/store';
import { loadPolicies, POLICIES_VIEW_KEY } from './access/policies';
import { authorityOf, loadRoles, type Authority, type RoleTable, ROLES_VIEW_KEY, toRoleTable } from './roles';
import { isSuspendedAt, suspensionFacts, suspensionOf } from './suspension';
import type { AccessClaims } from './tokens';

/** Null: there is no such session, or it is over; it never comes back. */
const sessionFacts = z
  .object({
    registrationId: z.string().nullable(),
    createdAtMs: z.number(),
    expiresAtMs: z.number(),
  })
  .nullable();

const personFacts = z.object({
  id: z.string(),
  email: z.string(),
  firstName: z.string(),
  lastName: z.string(),
  /** Null: they have no picture. */
  avatarId: z.string().nullable(),
  isActivated: z.boolean(),
  suspension: suspensionFacts.nullable(),
  roles: z.array(z.string()),
  managers: z.array(z.string()),
  createdAtMs: z.number(),
  lastLoginAtMs: z.number().nullable(),
});

type SessionFacts = NonNullable<z.output<typeof sessionFacts>>;
type CachedPerson = z.output<typeof personFacts>;

/** A person, and what their roles come to. */
export type PersonFacts = CachedPerson & Authority;

/**
 * What one request needs to know of a live session and of its person. `policies`: the text of the rules, which is read
 * where they are asked, so that one that nobody understands stands in the way of nothing else.
 */
export type SessionView = { id: string; session: SessionFacts; person: PersonFacts; policies: string };

export function sessionViewKey(sessionId: string): string {
  return `session:${sessionId}`;
}

export function personViewKey(userId: string): string {
  return `person:${userId}`;
}

type Sources = { db: Db; store: Views; now: Clock };

/** The views that a session is seen by. */
export function viewKeys({
  sessionId,
  userId,
}: AccessClaims): [session: string, person: string, roles: string, policies: string] {
  return [sessionViewKey(sessionId), personViewKey(userId), ROLES_VIEW_KEY, POLICIES_VIEW_KEY];
}

/** The view of a live session, or null: unknown, revoked, ended, or of a suspended person. One trip to the store. */
export async function findSessionView(sources: Sources, claims: AccessClaims): Promise<SessionView | null> {
  return completeSessionView(sources, claims, await sources.store.readViews(viewKeys(claims)));
}

/** The same from what was cached of `viewKeys`. A promise only where something was not, and is loaded. */
export function completeSessionView(
  sources: Sources,
  claims: AccessClaims,
  cached: readonly CachedView[],
): SessionView | null | Promise<SessionView | null> {
  const session = read(sessionFacts, cached[0]);
  if (session === null) return null;
  const person = read(personFacts, cached[1]);
  const roles = readRoles(cached[2]);
  const policies = textOf(cached[3]);
  const isWhole = session && person && roles && policies !== undefined;
  if (isWhole) return livingView(claims, { session, person, roles, policies }, sources.now());
  return loadSessionView(sources, claims, cached);
}

async function loadSessionView(
  { db, store, now }: Sources,
  claims: AccessClaims,
  [sessionCached, personCached, rolesCached, policiesCached]: readonly CachedView[],
): Promise<SessionView | null> {
  const [sessionKey, personKey, rolesKey, policiesKey] = viewKeys(claims);
  const [session, person, roles, policies] = await Promise.all([
    read(sessionFacts, sessionCached) ?? fill(store, sessionKey, sessionCached, () => loadSession(db, claims)),
    read(personFacts, personCached) ?? fill(store, personKey, personCached, () => loadFacts(db, claims.userId)),
    readRoles(rolesCached) ?? fill(store, rolesKey, rolesCached, () => loadRoles(db)),
    textOf(policiesCached) ?? fill(store, policiesKey, policiesCached, () => loadPolicies(db)).then(toText),
  ]);
  return session && person && roles && livingView(claims, { session, person, roles, policies }, now());
}

type Parts = { session: SessionFacts; person: CachedPerson; roles: RoleTable; policies: string };

function livingView(claims: AccessClaims, { session, person, roles, policies }: Parts, now: Date): SessionView | null {
  if (!isAlive(session, person, now)) return null;
  return { id: claims.sessionId, session, person: { ...person, ...authorityOf(roles, person.roles) }, policies };
}

/** A session that a registration's password opened is over once the person is activated: that began a new one. */
function isAlive(session: SessionFacts, person: CachedPerson, now: Date): boolean {
  if (session.registrationId !== null && person.isActivated) return false;
  return !isSuspendedAt(person.suspension, now) && session.expiresAtMs > now.getTime();
}

/** The facts in a cached view; undefined where there are none, or none that this version of the program understands. */
function read<T>(facts: z.ZodType<T>, cached: CachedView | undefined): T | undefined {
  return cached && 'value' in cached ? facts.safeParse(JSON.parse(cached.value)).data : undefined;
}

/** The same of the roles. They are the same for everybody, so their text is read once for as long as it stays the same. */
function readRoles(cached: CachedView | undefined): RoleTable | undefined {
  return cached && 'value' in cached ? toRoleTable(cached.value) : undefined;
}

function textOf(cached: CachedView | undefined): string | undefined {
  return cached && 'value' in cached ? cached.value : undefined;
}

const toText = (facts: unknown) => JSON.stringify(facts);

/** Loads the facts, and caches them if this reader holds the lease. */
async function fill<T>(
  store: Views,
  key: string,
  cached: CachedView | undefined,
  load: () => Promise<T | null>,
): Promise<T | null> {
  const loaded = await load();
  if (cached && 'lease' in cached) {
    await store.fillView(key, cached.lease, toText(loaded));
  }
  return loaded;
}

async function loadSession(db: Db, claims: AccessClaims): Promise<SessionFacts | null> {
  const row = await db.session.findFirst({
    where: { id: claims.sessionId, userId: claims.userId, revokedAt: null },
    select: { registrationId: true, createdAt: true, expiresAt: true },
  });
  if (!row) return null;
  const { registrationId, createdAt, expiresAt } = row;
  return { registrationId, createdAtMs: createdAt.getTime(), expiresAtMs: expiresAt.getTime() };
}

async function loadFacts(db: Pick<Db, 'user'>, userId: string): Promise<CachedPerson | null> {
  const row = await db.user.findUnique({
    where: { id: userId },
    include: {
      roles: { select: { roleName: true }, orderBy: { roleName: 'asc' } },
      avatar: { select: { id: true } },
    },
  });
  if (!row) return null;
  return {
    id: row.id,
    email: row.email,
    firstName: row.firstName,
    lastName: row.lastName,
    avatarId: row.avatar?.id ?? null,
    isActivated: row.activatedAt !== null,
    suspension: suspensionOf(row),
    roles: row.roles.map(({ roleName }) => roleName),
    managers: row.managerPath,
    createdAtMs: row.createdAt.getTime(),
    lastLoginAtMs: row.lastLoginAt?.getTime() ?? null,
  };
}

/** A person with what their roles come to, straight from PostgreSQL. */
export async function loadPerson(db: Pick<Db, 'user' | 'role'>, userId: string): Promise<PersonFacts | null> {
  const [person, roles] = await Promise.all([loadFacts(db, userId), loadRoles(db)]);
  return person && { ...person, ...authorityOf(roles, person.roles) };
}
