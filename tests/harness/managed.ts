import { randomUUID } from 'node:crypto';
import type { Client } from './client';
import { personWithRoles, type PersonWithRoles } from './roles';
import type { TestServer } from './server';

/** Makes somebody the manager of somebody, or nobody. */
export async function placeBelow(server: TestServer, id: string, managerId: string | null): Promise<void> {
  await server.database.query('UPDATE users SET manager_id = $2 WHERE id = $1', [id, managerId]);
}

/** A manager, and somebody of the lowest rank who is two steps below. */
export async function managerAndReport(server: TestServer): Promise<Record<'manager' | 'report', PersonWithRoles>> {
  const [manager, between, report] = [
    await personWithRoles(server, ['manager']),
    await personWithRoles(server, ['member']),
    await personWithRoles(server, ['member']),
  ];
  await placeBelow(server, between.id, manager.id);
  await placeBelow(server, report.id, between.id);
  return { manager, report };
}

/** Suspends somebody behind the back of the API, so that their sessions are not revoked: until later, or earlier. */
export async function suspendByHand(server: TestServer, email: string, how: 'holds' | 'is over'): Promise<void> {
  await server.database.query(
    `UPDATE users SET suspended_at = now() - interval '1 hour', suspended_until = now() + $2::interval WHERE email = $1`,
    [email, how === 'holds' ? '1 hour' : '-1 second'],
  );
}

/** What is on the record about somebody, of one kind: who did it, and what is told of it. */
export async function recordOf(server: TestServer, subjectId: string, event: string) {
  const { rows } = await server.database.query<{ actor_id: string; outcome: string; data: Record<string, unknown> }>(
    'SELECT actor_id, outcome, data FROM audit_events WHERE subject_id = $1 AND event = $2 ORDER BY at',
    [subjectId, event],
  );
  return rows;
}

/** The only administrator there is: everybody else loses that role. */
export async function onlyAdmin(server: TestServer): Promise<PersonWithRoles> {
  const admin = await personWithRoles(server, ['admin']);
  await server.database.query(
    'DELETE FROM user_roles USING roles WHERE name = role_name AND level = 1 AND user_id <> $1',
    [admin.id],
  );
  return admin;
}

/** Ids of nobody: well-formed and otherwise. */
export const NOBODYS_IDS = [randomUUID(), 'me', '0', '%00', "1'--", '%2e%2e%2f'];

/** Whether this browser is signed in, as the very next request has it. */
export const isSignedIn = async (browser: Client): Promise<boolean> => (await browser.get('/api/me')).status === 200;
