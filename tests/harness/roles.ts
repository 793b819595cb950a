import { randomBytes } from 'node:crypto';
import type { Permission } from '../../lib/shared/authorization';
import type { Answer, Client } from './client';
import { activatedPerson, type Person, type PersonWithId, signIn } from './people';
import type { TestServer } from './server';

/**
 * Somebody signed in who holds these roles and no other. Their first request is still to come: nothing of them is
 * cached.
 */
export async function personWithRoles(
  server: TestServer,
  roles: readonly string[],
  own: Partial<Person> = {},
): Promise<PersonWithId> {
  const person = await activatedPerson(server, own);
  await server.database.query('DELETE FROM user_roles WHERE user_id = $1', [person.id]);
  await server.database.query('INSERT INTO user_roles SELECT $1, unnest($2::text[])', [person.id, roles]);
  await signIn(person);
  return person;
}

/** A name that no other role or rule of this run has. */
export function newName(what: string): string {
  return `${what}-${randomBytes(4).toString('hex')}`;
}

export type NewRole = { level: number; permissions?: readonly Permission[] };

/** Makes a role as `browser`, an administrator's, and answers its name. */
export async function makeRole(browser: Client, { level, permissions = [] }: NewRole): Promise<string> {
  const name = newName('role');
  const answer = await browser.post('/api/roles', { name, level, permissions });
  if (answer.status !== 201) throw new Error(`make a role: ${answer.status} ${answer.text}`);
  return name;
}

/** Somebody who holds one role of this kind, which an administrator made for them. */
export async function personOfRank(server: TestServer, role: NewRole): Promise<PersonWithId & { role: string }> {
  const admin = await personWithRoles(server, ['admin']);
  const name = await makeRole(admin.browser, role);
  return { ...(await personWithRoles(server, [name])), role: name };
}

/** What an answer says no with, in one value to compare. */
export function refusalOf({ status, body }: Answer): [number, unknown] {
  return [status, body['code']];
}
