import { randomUUID } from 'node:crypto';
import type { CatalogueRow } from '@/lib/http/catalogue';
import { addPerson } from '../harness/add-person';
import type { TestDatabase } from '../harness/database';
import { addMail } from '../harness/mails';
import { newPerson, type Person } from '../harness/people';
import { newName } from '../harness/roles';
import { fieldsOf, parametersOf, type Sample } from './cases';

/** What a field holds that this table does not know. */
const ANYTHING = 'anything';

/** Whom and what an operation is about, in the database: by path parameter. */
export type Things = { id: string; name: string };

/** Somebody, a mail, a rule that is switched off, or a role that nobody holds, made for this operation alone. */
export async function makeThings({ path }: CatalogueRow, database: TestDatabase): Promise<Things> {
  const name = newName('thing');
  if (path.startsWith('/api/mails/')) {
    return { name, id: await addMail(database, { userId: await addPerson(database) }) };
  }
  const id = path.startsWith('/api/users/') ? await addPerson(database) : randomUUID();
  if (path.startsWith('/api/policies/')) {
    const columns = 'id, name, effect, action, resource, enabled';
    await database.query(`INSERT INTO policies (${columns}) VALUES ($1, $2, 'deny', 'delete', 'user', false)`, [
      id,
      name,
    ]);
  }
  if (path.startsWith('/api/roles/')) await database.query('INSERT INTO roles (name, level) VALUES ($1, 500)', [name]);
  return { id, name };
}

/** Left out where something else proves the same, or nothing could be right. */
function absentFrom(fields: readonly string[]): string[] {
  return ['g-recaptcha-response', ...(fields.includes('activation_code') ? ['token'] : [])];
}

/** One of two that take turns, so that a person's password may change as often as it likes. */
function anotherThan(password: string): string {
  return password.endsWith(' anew') ? password.slice(0, -5) : `${password} anew`;
}

/** What administrators send. A rule is switched off, so that nobody else feels it. */
function administration(row: CatalogueRow, { id, name }: Things): Sample {
  return {
    id,
    name: parametersOf(row.path).includes('name') ? name : newName('thing'),
    level: 500,
    permissions: ['roles.read'],
    roles: ['member'],
    manager_id: null,
    reason: 'Left',
    until: '2130-01-31T12:00:00Z',
    effect: 'deny',
    action: 'update',
    resource: row.path.endsWith('/explain') ? { type: 'user' } : 'user',
    fields: ['last_name'],
    conditions: [{ on: 'environment', attribute: 'hour', is: 'less', value: 6 }],
    enabled: false,
    environment: { ip: '192.0.2.1', hour: 3 },
  };
}

/** What an operation would take from this person, by field and path parameter. One that creates is given somebody new. */
export function sampleFor(row: CatalogueRow, own: Person, things: Things): Sample {
  const { first_name, last_name, email, password } = row.useCase.status === 201 ? newPerson() : own;
  const fields = fieldsOf(row);
  const another = anotherThan(password);
  const known: Sample = {
    ...{ first_name, last_name, email, password },
    confirm_password: fields.includes('new_password') ? another : password,
    current_password: password,
    new_password: another,
    activation_code: '123456',
    remember: true,
    token: 'x'.repeat(43),
    provider: 'google',
    ...administration(row, things),
  };
  const absent = [...absentFrom(fields), 'subject_id'];
  const unknown = fields.filter((name) => !(name in known) && !absent.includes(name));
  const sample = { ...known, ...Object.fromEntries(unknown.map((name) => [name, ANYTHING])) };
  return Object.fromEntries(Object.entries(sample).filter(([name]) => !absent.includes(name)));
}
