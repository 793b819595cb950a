import { PERMISSION_NAMES } from '../../lib/shared/authorization';
import { addPerson } from '../harness/add-person';
import { client, type Client } from '../harness/client';
import type { TestDatabase } from '../harness/database';
import { newPerson, type Person, registrationOf, signedInAgain } from '../harness/people';
import { personWithRoles } from '../harness/roles';
import type { TestServer } from '../harness/server';

/** Who asks. `chief` is in between: every permission there is, and below level 1. */
export const ACTORS = ['nobody', 'pending', 'member', 'manager', 'chief', 'admin', 'suspended'] as const;
export type Actor = (typeof ACTORS)[number];

const ROLES: Record<Actor, { role: string; level: number }> = {
  nobody: { role: 'member', level: 999 },
  pending: { role: 'member', level: 999 },
  member: { role: 'member', level: 999 },
  manager: { role: 'manager', level: 2 },
  chief: { role: 'chief', level: 5 },
  admin: { role: 'admin', level: 1 },
  suspended: { role: 'admin', level: 1 },
};

const OTHERS = ['below', 'beside', 'above', 'stranger'] as const;

/** Somebody who asks, and everybody around them: all of it their own, so that nothing that was done before matters. */
export type Cast = {
  server: Server;
  database: TestDatabase;
  actor: Person & { id: string; role: string; level: number };
  /** Signed in, but for nobody; who is suspended was signed in before that. */
  browser: Client;
  /** A report, a colleague of the same rank, an administrator who manages them, and a member who is nothing to them. */
  others: Record<(typeof OTHERS)[number], string>;
};

const PASSWORD = 'the same long sentence for everybody';

export async function makeChief(server: TestServer): Promise<void> {
  const { browser } = await personWithRoles(server, ['admin']);
  const { role: name, level } = ROLES.chief;
  const { status, text } = await browser.post('/api/roles', { name, level, permissions: PERMISSION_NAMES });
  if (status !== 201) throw new Error(`make the chief: ${status} ${text}`);
}

type Server = { url: string; folder: string; database: TestDatabase };
type Wanted = { who: Actor; person: Person; above: string };

/** Who is not activated has to register: the hash of their password is salted with a key of the server's. */
async function registered(server: Server, { person, above }: Wanted): Promise<string> {
  await client(server).post('/api/register', registrationOf(person));
  const { rows } = await server.database.query<{ id: string }>(
    'UPDATE users SET manager_id = $1 WHERE email = $2 RETURNING id',
    [above, person.email],
  );
  return rows[0]?.id ?? '';
}

function activated({ database }: Server, { who, person: { email, password }, above }: Wanted): Promise<string> {
  return addPerson(database, { email, password, role: ROLES[who].role, managerId: above });
}

export async function makeCast(server: Server, who: Actor): Promise<Cast> {
  const { database } = server;
  const { role, level } = ROLES[who];
  const person = newPerson({ password: PASSWORD });
  const above = await addPerson(database, { role: 'admin' });
  const id = await (who === 'pending' ? registered : activated)(server, { who, person, above });
  const [below, beside, stranger] = await Promise.all([
    addPerson(database, { role: 'member', managerId: id }),
    addPerson(database, { role, managerId: above }),
    addPerson(database, { role: 'member' }),
  ]);
  const browser = who === 'nobody' ? client(server) : await signedInAgain(server, person);
  if (who === 'suspended') await database.query('UPDATE users SET suspended_at = now() WHERE id = $1', [id]);
  return {
    server,
    database,
    actor: { ...person, id, role, level },
    browser,
    others: { below, beside, above, stranger },
  };
}
