import { EMAIL_MAX_LENGTH } from './email-address';
import { shareMadeOf, wordsIn } from './password-likeness';
import { PRODUCT_NAME } from './product';

export const PASSWORD_MIN_LENGTH = 8;
export const PASSWORD_MAX_LENGTH = 128;

/** What the policy compares a password with. Every field may still be empty while a form is being filled in. */
export type PasswordOwner = {
  first_name?: string | undefined;
  last_name?: string | undefined;
  email?: string | undefined;
};

type PasswordRule = {
  id: string;
  /** What a live hint says before the rule is met. */
  hint: string;
  /** The message under the field when the rule is broken. */
  message: string;
  isBroken: (password: string, owner: PasswordOwner) => boolean;
  /** True where nothing can be said without knowing whose password it is. */
  isAboutOwner?: true;
};

/** What whoever guesses a password of this very product would try: its name, what it does, its roles (ASVS 6.1.2). */
const CONTEXT_WORDS = [
  ...[PRODUCT_NAME, 'gatekeeper'],
  ...['login', 'logon', 'signin', 'signup', 'authentication', 'authorization'],
  ...['admin', 'administrator', 'manager'],
];

/** A password is too much like some words when this share of it is made of them. */
const LIKE_SHARE = 0.5;

/** A shorter beginning or end of a name or an address is in too many innocent passwords to count. */
const OWN_PART_MIN_LENGTH = 5;

/** Counts no further than it takes to see that there are too many: a character is at most two units. */
function lengthOf(password: string): number {
  return Array.from(password.slice(0, 2 * (PASSWORD_MAX_LENGTH + 1))).length;
}

/** Names and address by their words. The last label of an address says nothing of the person: everybody has a com. */
function isLikeOwner(password: string, { first_name = '', last_name = '', email = '' }: PasswordOwner): boolean {
  const address = email.slice(0, EMAIL_MAX_LENGTH).replace(/\.[^.@]*$/, '');
  const known = [first_name, last_name, address];
  return isLike(password, known.flatMap(wordsIn), OWN_PART_MIN_LENGTH) || isLike(password, [email]);
}

/**
 * The one password policy (ASVS 6.2.1, 6.2.5, 6.2.8 to 6.2.11): length and likeness, no composition rules, judged as
 * typed. Lengths are in characters a person counts (code points). What a form can show while somebody types is here;
 * {@link LOOKED_UP_RULES} has the rest.
 */
export const PASSWORD_RULES: readonly PasswordRule[] = [
  {
    id: 'min_length',
    hint: `At least ${PASSWORD_MIN_LENGTH} characters`,
    message: `Use at least ${PASSWORD_MIN_LENGTH} characters.`,
    isBroken: (password) => lengthOf(password) < PASSWORD_MIN_LENGTH,
  },
  {
    id: 'max_length',
    hint: `At most ${PASSWORD_MAX_LENGTH} characters`,
    message: `Use at most ${PASSWORD_MAX_LENGTH} characters.`,
    isBroken: isTooLong,
  },
  {
    id: 'not_numeric',
    hint: 'Not only digits',
    message: 'Use more than digits alone.',
    isBroken: (password) => password !== '' && /^\p{Nd}+$/u.test(password),
  },
  {
    id: 'not_similar',
    hint: 'Not your name or e-mail address',
    message: 'This is too similar to your name or e-mail address.',
    isBroken: isLikeOwner,
    isAboutOwner: true,
  },
  {
    id: 'not_context',
    hint: `Not “${PRODUCT_NAME}”, “login” and the like`,
    message: `This is too close to “${PRODUCT_NAME}”, or to words such as “login” and “admin”.`,
    isBroken: (password) => isLike(password, CONTEXT_WORDS),
  },
];

/** The rest of the policy: what only the server can look up, so that a form learns of it when it is sent. */
export const LOOKED_UP_RULES = {
  not_common: 'This is one of the most common passwords, or nearly one.',
  not_breached: 'This password has appeared in a data breach elsewhere: choose another one.',
} as const;

/** Over the limit, nothing else about a password is worth the time to find out. */
function isTooLong(password: string): boolean {
  return lengthOf(password) > PASSWORD_MAX_LENGTH;
}

/** Whether a password could be one at all. */
export function hasFittingLength(password: string): boolean {
  return lengthOf(password) >= PASSWORD_MIN_LENGTH && !isTooLong(password);
}

function isLike(password: string, words: readonly string[], partMinLength?: number): boolean {
  return !isTooLong(password) && shareMadeOf(password, words, partMinLength) >= LIKE_SHARE;
}
