import { z } from 'zod';
import type { Clock } from '@/lib/core/time';
import type { Db } from '@/lib/infra/db';
import type { CachedView, Views } from '@/lib/infra/store/store';
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
  isActivated: z.boolean(),
  isSuspended: z.boolean(),
  roles: z.array(z.string()),
  permissions: z.array(z.string()),
  createdAtMs: z.number(),
  lastLoginAtMs: z.number().nullable(),
});

type SessionFacts = NonNullable<z.output<typeof sessionFacts>>;
export type PersonFacts = z.output<typeof personFacts>;

/** What one request needs to know of a live session and of its person. */
export type SessionView = { id: string; session: SessionFacts; person: PersonFacts };

export function sessionViewKey(sessionId: string): string {
  return `session:${sessionId}`;
}

export function personViewKey(userId: string): string {
  return `person:${userId}`;
}

type Sources = { db: Db; store: Views; now: Clock };

/** The two views that a session is seen by. */
export function viewKeys({ sessionId, userId }: AccessClaims): [session: string, person: string] {
  return [sessionViewKey(sessionId), personViewKey(userId)];
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
  if (session && person) return livingView(claims, session, person, sources.now());
  return loadSessionView(sources, claims, cached);
}

async function loadSessionView(
  { db, store, now }: Sources,
  claims: AccessClaims,
  [sessionCached, personCached]: readonly CachedView[],
): Promise<SessionView | null> {
  const [sessionKey, personKey] = viewKeys(claims);
  const [session, person] = await Promise.all([
    read(sessionFacts, sessionCached) ?? fill(store, sessionKey, sessionCached, () => loadSession(db, claims)),
    read(personFacts, personCached) ?? fill(store, personKey, personCached, () => loadPerson(db, claims.userId)),
  ]);
  return session && person && livingView(claims, session, person, now());
}

function livingView(claims: AccessClaims, session: SessionFacts, person: PersonFacts, now: Date): SessionView | null {
  return isAlive(session, person, now) ? { id: claims.sessionId, session, person } : null;
}

/** A session that a registration's password opened is over once the person is activated: that began a new one. */
function isAlive(session: SessionFacts, person: PersonFacts, now: Date): boolean {
  if (session.registrationId !== null && person.isActivated) return false;
  return !person.isSuspended && session.expiresAtMs > now.getTime();
}

/** The facts in a cached view; undefined where there are none, or none that this version of the program understands. */
function read<T>(facts: z.ZodType<T>, cached: CachedView | undefined): T | undefined {
  return cached && 'value' in cached ? facts.safeParse(JSON.parse(cached.value)).data : undefined;
}

/** Loads the facts, and caches them if this reader holds the lease. */
async function fill<T>(
  store: Views,
  key: string,
  cached: CachedView | undefined,
  load: () => Promise<T | null>,
): Promise<T | null> {
  const loaded = await load();
  if (cached && 'lease' in cached) {
    await store.fillView(key, cached.lease, JSON.stringify(loaded));
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

/** A person with their roles and the permissions that come of them, straight from PostgreSQL. */
export async function loadPerson(db: Pick<Db, 'user'>, userId: string): Promise<PersonFacts | null> {
  const row = await db.user.findUnique({
    where: { id: userId },
    include: { roles: { include: { role: { include: { permissions: true } } }, orderBy: { roleName: 'asc' } } },
  });
  if (!row) return null;
  const permissions = row.roles.flatMap(({ role }) => role.permissions.map(({ permission }) => permission));
  return {
    id: row.id,
    email: row.email,
    firstName: row.firstName,
    lastName: row.lastName,
    isActivated: row.activatedAt !== null,
    isSuspended: row.suspendedAt !== null,
    roles: row.roles.map(({ roleName }) => roleName),
    permissions: [...new Set(permissions)].toSorted(),
    createdAtMs: row.createdAt.getTime(),
    lastLoginAtMs: row.lastLoginAt?.getTime() ?? null,
  };
}
