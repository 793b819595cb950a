import type { Permission } from '../../lib/shared/authorization';
import type { Answer, Client } from './client';
import { registeredPerson, signedInAgain } from './people';
import { type PersonWithRoles, personOfRank, personWithRoles } from './roles';
import type { TestServer } from './server';

/** Puts somebody under a manager, before anything of them is cached. */
export async function putUnder(server: TestServer, manager: { id: string } | null, person: { id: string }) {
  await server.database.query('UPDATE users SET manager_id = $1 WHERE id = $2', [manager?.id ?? null, person.id]);
}

type Team = Record<'lead' | 'below' | 'equal' | 'above' | 'beside' | 'stranger', PersonWithRoles> & { role: string };

/**
 * Somebody at level 5 with these permissions, and whom they may meet: a member below them, somebody of their own rank below
 * them, their manager, another one below that, and a stranger to the chain.
 */
export async function leadWithTeam(server: TestServer, permissions: readonly Permission[]): Promise<Team> {
  const lead = await personOfRank(server, { level: 5, permissions });
  const member = () => personWithRoles(server, ['member']);
  const [below, above, beside, stranger] = [await member(), await member(), await member(), await member()];
  const equal = await personWithRoles(server, [lead.role]);
  await putUnder(server, above, lead);
  for (const person of [below, equal]) await putUnder(server, lead, person);
  await putUnder(server, above, beside);
  return { lead, below, equal, above, beside, stranger, role: lead.role };
}

/** Somebody who is signed in and not activated. */
export async function gatedBrowser(server: TestServer): Promise<Client> {
  return signedInAgain(server, await registeredPerson(server));
}

/** Everybody else loses the role of an administrator, so that a test can begin with the only one. */
export async function onlyAdmin(server: TestServer): Promise<PersonWithRoles> {
  const admin = await personWithRoles(server, ['admin']);
  await server.database.query(
    'DELETE FROM user_roles USING roles WHERE name = role_name AND level = 1 AND user_id <> $1',
    [admin.id],
  );
  return admin;
}

/** What the record says of an event about somebody, whoever has gone since. */
export async function recordOf(server: TestServer, id: string, event: string) {
  const { rows } = await server.database.query<{ actor_id: string | null; data: Record<string, unknown> }>(
    `SELECT actor_id, data FROM audit_events WHERE subject_id = $1 AND event = $2 AND outcome = 'success'`,
    [id, event],
  );
  return rows;
}

/** What is about nobody that there is: no id, another way of writing one, and an id that nobody has. */
export const NOBODYS_IDS = ['nobody', '1', '..%2f', '%00', '0192f3c4-5b6a-7c8d-9e0f-a1b2c3d4e5f6'];

/** The statuses of answers to what was sent at the same moment, in order. */
export function statusesOf(answers: readonly Answer[]): number[] {
  return answers.map(({ status }) => status).toSorted((a, b) => a - b);
}
