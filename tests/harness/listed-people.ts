import { randomUUID } from 'node:crypto';
import type { Answer, Client } from './client';
import type { TestServer } from './server';

type Facts = {
  first: string;
  last: string;
  email: string;
  role: string;
  activated: string;
  suspended: string;
  until: string;
};

/** Puts somebody into the database, activated unless told, and answers their id. Times as SQL has them. */
export async function addPerson(server: TestServer, own: Partial<Facts> = {}): Promise<string> {
  const id = randomUUID();
  const { first = 'Robin', last = 'Marsh', email = `${id}@example.com`, role = 'member', activated = 'now' } = own;
  await server.database.query(
    `INSERT INTO users (id, email, first_name, last_name, activated_at, suspended_at, suspended_until, updated_at)
     VALUES ($1, $2, $3, $4, nullif($5, '')::timestamptz, $6::timestamptz, $7::timestamptz, now())`,
    [id, email, first, last, activated, own.suspended, own.until],
  );
  await server.database.query('INSERT INTO user_roles VALUES ($1, $2)', [id, role]);
  return id;
}

/** Somebody as the list shows them. */
export type Row = Record<string, unknown> & { id: string };
export const rowsOf = ({ body }: Answer) => body['results'] as Row[];
export const idsOf = (answer: Answer) => rowsOf(answer).map(({ id }) => id);

export function list(browser: Client, query: Record<string, string> = {}): Promise<Answer> {
  return browser.get(`/api/users?${new URLSearchParams(query)}`);
}
