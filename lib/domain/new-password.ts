import { getEnv } from '@/lib/core/env';
import { Problem } from '@/lib/core/problem';
import { isBreachedPassword } from '@/lib/infra/breached-passwords';
import { isCommonPassword } from '@/lib/infra/common-passwords';
import { hasFittingLength, LOOKED_UP_RULES, PASSWORD_RULES, type PasswordOwner } from '@/lib/shared/password-policy';
import type { PersonFacts } from './session-view';

type Named = Pick<PersonFacts, 'firstName' | 'lastName' | 'email'>;

/** A person as the password policy sees them. */
export function asPasswordOwner({ firstName, lastName, email }: Named): PasswordOwner {
  return { first_name: firstName, last_name: lastName, email };
}

/**
 * The message of every rule that a chosen password breaks, but for the breach check, which asks outside. `execute` asks
 * for them with the input's shape.
 */
export function brokenPasswordRules(password: string, owner: PasswordOwner): string[] {
  const messages = PASSWORD_RULES.filter(({ isBroken }) => isBroken(password, owner)).map(({ message }) => message);
  // Of one that is too short, its being common is no news.
  if (hasFittingLength(password) && isCommonPassword(password)) messages.push(LOOKED_UP_RULES.not_common);
  return messages;
}

/**
 * The second look, where only the operation finds out whose password it is: what there is to say once the person is in
 * view. Throws `invalid_input` with the messages under `field`.
 */
export function assertUnlikePerson(person: Named, password: string, field: string): void {
  const owner = asPasswordOwner(person);
  const broken = PASSWORD_RULES.filter(({ isAboutOwner, isBroken }) => isAboutOwner && isBroken(password, owner));
  const messages = broken.map(({ message }) => message);
  if (messages.length > 0) throw new Problem('invalid_input', { fields: { [field]: messages } });
}

/**
 * The last rule, for a password that keeps all others: asks outside, where that is switched on, so a caller counts first.
 * Throws `invalid_input` with the message under `field`.
 */
export async function assertNotBreached(password: string, field: string): Promise<void> {
  if (!getEnv().BREACH_CHECK || !(await isBreachedPassword(password))) return;
  throw new Problem('invalid_input', { fields: { [field]: [LOOKED_UP_RULES.not_breached] } });
}
