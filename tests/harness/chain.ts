import type { Permission } from '../../lib/shared/authorization';
import type { Answer, Client } from './client';
import { registeredPerson, signedInAgain, type PersonWithId } from './people';
import { personOfRank, personWithRoles } from './roles';
import type { TestServer } from './server';

/** Puts somebody under a manager, before anything of them is cached. */
export async function putUnder(server: TestServer, manager: { id: string } | null, person: { id: string }) {
  await server.database.query('UPDATE users SET manager_id = $1 WHERE id = $2', [manager?.id ?? null, person.id]);
}

/** A manager, and somebody of the lowest rank who is two steps below. */
export async function managerAndReport(server: TestServer): Promise<Record<'manager' | 'report', PersonWithId>> {
  const [manager, between, report] = [
    await personWithRoles(server, ['manager']),
    await personWithRoles(server, ['member']),
    await personWithRoles(server, ['member']),
  ];
  await putUnder(server, manager, between);
  await putUnder(server, between, report);
  return { manager, report };
}

type Team = Record<'lead' | 'below' | 'equal' | 'above' | 'beside' | 'stranger', PersonWithId> & { role: string };

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

/** Whether this browser is signed in, as the very next request has it. */
export const isSignedIn = async (browser: Client): Promise<boolean> => (await browser.get('/api/me')).status === 200;

/** Suspends somebody behind the back of the API, so that their sessions are not revoked: until later, or earlier. */
export async function suspendByHand(server: TestServer, email: string, how: 'holds' | 'is over'): Promise<void> {
  await server.database.query(
    `UPDATE users SET suspended_at = now() - interval '1 hour', suspended_until = now() + $2::interval WHERE email = $1`,
    [email, how === 'holds' ? '1 hour' : '-1 second'],
  );
}

/** The only administrator there is, so that a test can begin with them: everybody else loses that role. */
export async function onlyAdmin(server: TestServer): Promise<PersonWithId> {
  const admin = await personWithRoles(server, ['admin']);
  await server.database.query(
    'DELETE FROM user_roles USING roles WHERE name = role_name AND level = 1 AND user_id <> $1',
    [admin.id],
  );
  return admin;
}

/** What the record says was done to somebody, of one kind, the oldest first, whoever has gone since. */
export async function recordOf(server: TestServer, id: string, event: string) {
  const { rows } = await server.database.query<{ actor_id: string | null; data: Record<string, unknown> }>(
    `SELECT actor_id, data FROM audit_events WHERE subject_id = $1 AND event = $2 AND outcome = 'success' ORDER BY at`,
    [id, event],
  );
  return rows;
}

/** What is the id of nobody: no id, other ways of writing one, and last an id that nobody has. */
export const NOBODYS_IDS = [
  'nobody',
  'me',
  '0',
  '1',
  "1'--",
  '%00',
  '..%2f',
  '%2e%2e%2f',
  '0192f3c4-5b6a-7c8d-9e0f-a1b2c3d4e5f6',
];

/** The statuses of answers to what was sent at the same moment, in order. */
export function statusesOf(answers: readonly Answer[]): number[] {
  return answers.map(({ status }) => status).toSorted((a, b) => a - b);
}
