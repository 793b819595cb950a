import { randomUUID } from 'node:crypto';
import { hashSecret } from '../../lib/infra/password-hash';
import type { TestDatabase } from './database';

type Facts = {
  first: string;
  last: string;
  email: string;
  password: string;
  role: string;
  managerId: string;
  activated: string;
  suspended: string;
  until: string;
};

const hashes = new Map<string, Promise<string>>();

/** Most have the same one, and what is asked of them is not about passwords. */
function hashOnce(password: string): Promise<string> {
  const hash = hashes.get(password) ?? hashSecret(password);
  hashes.set(password, hash);
  return hash;
}

let latestMs = 0;

/** Nobody comes in the same millisecond as somebody before: lists are in the order of coming. */
function ownMoment(): Date {
  latestMs = Math.max(Date.now(), latestMs + 1);
  return new Date(latestMs);
}

/** Puts somebody into the database, activated unless told, and answers their id. Times as SQL has them. */
export async function addPerson({ query }: TestDatabase, own: Partial<Facts> = {}): Promise<string> {
  const id = randomUUID();
  const { first = 'Robin', last = 'Marsh', email = `${id}@example.com`, role = 'member', activated = 'now' } = own;
  await query(
    `WITH person AS (INSERT INTO users (id, email, first_name, last_name, activated_at, suspended_at, suspended_until, manager_id, created_at, updated_at)
                     VALUES ($1, $2, $3, $4, nullif($5, '')::timestamptz, $6::timestamptz, $7::timestamptz, $8, $9, now()) RETURNING id)
     INSERT INTO user_roles SELECT id, $10 FROM person`,
    [id, email, first, last, activated, own.suspended, own.until, own.managerId, ownMoment(), role],
  );
  if (own.password !== undefined) {
    const hash = await hashOnce(own.password);
    await query('INSERT INTO credentials (user_id, password_hash) VALUES ($1, $2)', [id, hash]);
  }
  return id;
}
