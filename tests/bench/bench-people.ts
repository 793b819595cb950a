import type { Client } from '../harness/client';
import { activatedPerson, type PersonInBrowser, registeredPerson, signedInPerson } from '../harness/people';
import type { TestServer } from '../harness/server';

/** Made at the same time: enough to be quick, and too few to wait for each other. */
const AT_ONCE = 8;

async function many<T>(count: number, make: () => Promise<T>): Promise<T[]> {
  const made: T[] = [];
  while (made.length < count) {
    made.push(...(await Promise.all(Array.from({ length: Math.min(AT_ONCE, count - made.length) }, make))));
  }
  return made;
}

/** Browsers, each with a session of somebody of its own. */
export async function signedInBrowsers(server: TestServer, count: number): Promise<Client[]> {
  return (await many(count, () => signedInPerson(server))).map(({ browser }) => browser);
}

/** People who are activated and signed out. */
export function activatedPeople(server: TestServer, count: number): Promise<PersonInBrowser[]> {
  return many(count, () => activatedPerson(server));
}

/** People who have registered and not been activated. */
export function pendingPeople(server: TestServer, count: number): Promise<PersonInBrowser[]> {
  return many(count, () => registeredPerson(server));
}

/** People who are activated, signed out and suspended. */
export async function suspendedPeople(server: TestServer, count: number): Promise<PersonInBrowser[]> {
  const people = await activatedPeople(server, count);
  const emails = people.map(({ email }) => email);
  await server.database.query('UPDATE users SET suspended_at = now() WHERE email = ANY($1)', [emails]);
  return people;
}
