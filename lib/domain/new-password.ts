import { getEnv } from '@/lib/core/env';
import { Problem } from '@/lib/core/problem';
import { isBreachedPassword } from '@/lib/infra/breached-passwords';
import { isCommonPassword } from '@/lib/infra/common-passwords';
import { hasFittingLength, LOOKED_UP_RULES, PASSWORD_RULES, type PasswordOwner } from '@/lib/shared/password-policy';
import type { PersonFacts } from './session-view';

type Named = Pick<PersonFacts, 'firstName' | 'lastName' | 'email'>;

/** A person as the password policy sees them. */
export function passwordOwner({ firstName, lastName, email }: Named): PasswordOwner {
  return { first_name: firstName, last_name: lastName, email };
}

/** The message of every rule that a chosen password breaks, but for the breach check, which asks outside. */
export function brokenPasswordRules(password: string, owner: PasswordOwner): string[] {
  const messages = PASSWORD_RULES.filter(({ isBroken }) => isBroken(password, owner)).map(({ message }) => message);
  // Of one that is too short, its being common is no news.
  if (hasFittingLength(password) && isCommonPassword(password)) messages.push(LOOKED_UP_RULES.not_common);
  return messages;
}

/**
 * Holds a chosen password against the whole policy with the person in view: registration, change, reset and invitation
 * all call this before they hash. Throws `invalid_input` with a message for each broken rule under `field`; the breach
 * check, where it is switched on, is asked only when no other rule is broken.
 */
export async function assertPasswordFits(person: Named, password: string, field: string): Promise<void> {
  const messages = brokenPasswordRules(password, passwordOwner(person));
  if (messages.length === 0 && getEnv().BREACH_CHECK && (await isBreachedPassword(password))) {
    messages.push(LOOKED_UP_RULES.not_breached);
  }
  if (messages.length > 0) throw new Problem('invalid_input', { fields: { [field]: messages } });
}
