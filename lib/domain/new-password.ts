import { Problem } from '@/lib/core/problem';
import { PASSWORD_RULES } from '@/lib/shared/password-policy';
import type { PersonFacts } from './session-view';

/**
 * Holds a chosen password against the policy with the person in view: it may not be like their names or address either.
 * Throws `invalid_input` with a message for each broken rule under `field`.
 */
export function assertPasswordFits(person: PersonFacts, password: string, field: string): void {
  const owner = { first_name: person.firstName, last_name: person.lastName, email: person.email };
  const broken = PASSWORD_RULES.filter(({ isBroken }) => isBroken(password, owner));
  const messages = broken.map(({ message }) => message);
  if (messages.length > 0) throw new Problem('invalid_input', { fields: { [field]: messages } });
}
