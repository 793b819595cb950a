import { randomUUID } from 'node:crypto';
import { getLog } from '@/lib/core/log';
import { createAbility } from '@/lib/domain/access/ability';
import { environmentOf, type Environment } from '@/lib/domain/access/attributes';
import { subjectOf, type Rights } from '@/lib/domain/access/authorize';
import { ACCESS_SELECT, type AccessPerson } from '@/lib/domain/access/objects';
import { loadPolicies } from '@/lib/domain/access/policies';
import type { Context } from '@/lib/domain/context';
import { loadPerson, type PersonFacts } from '@/lib/domain/session-view';
import type { Db } from '@/lib/infra/db';
import { createMemoryStore } from '@/lib/infra/store/memory-store';
import { policyRule, type PolicyRule } from '@/lib/shared/schemas/policy';

export const NOW = new Date('2026-11-22T08:00:00Z');
export const ENVIRONMENT = environmentOf('203.0.113.9', NOW, NOW.getTime());

type NewPerson = {
  id?: string;
  roles?: readonly string[];
  managerId?: string | null;
  activatedAt?: Date | null;
  suspendedAt?: Date | null;
  suspendedUntil?: Date | null;
};

/** Puts somebody into the database: activated, without a role or a manager unless told. */
export async function addPerson(db: Db, { roles = [], activatedAt = NOW, ...own }: NewPerson = {}): Promise<string> {
  const { id } = await db.user.create({
    data: {
      email: `${randomUUID()}@example.com`,
      firstName: 'Robin',
      lastName: 'Marsh',
      activatedAt,
      createdAt: NOW,
      roles: { create: roles.map((roleName) => ({ roleName })) },
      ...own,
    },
  });
  return id;
}

/** Somebody who is there, as the person who acts. */
export async function factsOf(db: Db, id: string): Promise<PersonFacts> {
  const person = await loadPerson(db, id);
  if (!person) throw new Error(`nobody has the id ${id}`);
  return person;
}

/** What somebody may do by these rules. */
export async function rightsOf(
  db: Db,
  id: string,
  policies: readonly PolicyRule[],
  environment: Environment = ENVIRONMENT,
): Promise<Rights> {
  const subject = subjectOf(await factsOf(db, id), policies);
  return { subject, environment, policies, ability: createAbility(subject, environment, policies) };
}

/** Somebody who is there, as the person who is acted upon. */
export function objectOf(db: Db, id: string): Promise<AccessPerson> {
  return db.user.findUniqueOrThrow({ where: { id }, select: ACCESS_SELECT });
}

export async function enabledPolicies(db: Db): Promise<PolicyRule[]> {
  const rows = await db.policy.findMany({ where: { enabled: true }, orderBy: { id: 'asc' } });
  return rows.map((row) => policyRule.parse(row));
}

/** A request of somebody, with nothing cached. */
export async function contextOf(db: Db, id: string): Promise<Context> {
  const session = { registrationId: null, createdAtMs: NOW.getTime(), expiresAtMs: Infinity };
  return {
    now: () => NOW,
    client: { ip: ENVIRONMENT.ip, userAgent: '', requestId: randomUUID() },
    actor: {
      id: randomUUID(),
      session,
      person: await factsOf(db, id),
      policies: JSON.stringify(await loadPolicies(db)),
    },
    incoming: { isBearer: false },
    outgoing: {},
    db,
    store: createMemoryStore(),
    log: getLog(),
    poke: () => undefined,
  };
}
