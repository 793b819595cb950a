import { randomUUID } from 'node:crypto';
import type { CatalogueRow } from '@/lib/http/catalogue';
import { newPerson, type Person } from '../harness/people';
import { fieldsOf, type Sample } from './cases';

/** What a field holds that this table does not know. */
const ANYTHING = 'anything';

/** Left out where something else proves the same, or nothing could be right. */
function absentFrom(fields: readonly string[]): string[] {
  return ['g-recaptcha-response', ...(fields.includes('activation_code') ? ['token'] : [])];
}

/** One of two that take turns, so that a person's password may change as often as it likes. */
function anotherThan(password: string): string {
  return password.endsWith(' anew') ? password.slice(0, -5) : `${password} anew`;
}

/** What an operation would take from this person, by field and path parameter. One that creates is given somebody new. */
export function sampleFor(row: CatalogueRow, own: Person): Sample {
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
    id: randomUUID(),
    provider: 'google',
  };
  const absent = absentFrom(fields);
  const unknown = fields.filter((name) => !(name in known) && !absent.includes(name));
  const sample = { ...known, ...Object.fromEntries(unknown.map((name) => [name, ANYTHING])) };
  return Object.fromEntries(Object.entries(sample).filter(([name]) => !absent.includes(name)));
}
