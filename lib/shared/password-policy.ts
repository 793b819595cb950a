import { PRODUCT_NAME } from './product';

export const PASSWORD_MIN_LENGTH = 8;
export const PASSWORD_MAX_LENGTH = 128;

/** What the policy compares a password with. Every field may still be empty while a form is being filled in. */
export type PasswordOwner = { first_name?: string; last_name?: string; email?: string };

type PasswordRule = {
  id: string;
  /** What a live hint says before the rule is met. */
  hint: string;
  /** The message under the field when the rule is broken. */
  message: string;
  isBroken: (password: string, owner: PasswordOwner) => boolean;
};

/** A part of a name or address shorter than this is in too many innocent passwords to count. */
const OWN_WORD_MIN_LENGTH = 3;
/** A password is too similar when this share of it is made of the person's own words. */
const SIMILAR_SHARE = 0.5;

function lettersOf(text: string): string {
  return text.normalize('NFKC').toLowerCase();
}

/** Names and address, whole and in parts: what a stranger would try first. */
function ownWords(owner: PasswordOwner): string[] {
  const whole = [owner.first_name ?? '', owner.last_name ?? '', owner.email ?? ''].map(lettersOf);
  const parts = whole.flatMap((text) => text.split(/[^\p{L}\p{N}]+/u));
  return [...whole, ...parts].filter((word) => word.length >= OWN_WORD_MIN_LENGTH);
}

/** How much of `password` is made of `words`, from 0 to 1. */
function shareOf(password: string, words: readonly string[]): number {
  const isCovered = Array<boolean>(password.length).fill(false);
  for (const word of words) {
    for (let at = password.indexOf(word); at >= 0; at = password.indexOf(word, at + 1)) {
      isCovered.fill(true, at, at + word.length);
    }
  }
  return isCovered.filter(Boolean).length / Math.max(1, password.length);
}

/**
 * The one password policy (ASVS 6.2.1, 6.2.5, 6.2.8 to 6.2.11): length and likeness, no composition rules, judged as
 * typed. Lengths are in characters a person counts (code points).
 */
export const PASSWORD_RULES: readonly PasswordRule[] = [
  {
    id: 'min_length',
    hint: `At least ${PASSWORD_MIN_LENGTH} characters`,
    message: `Use at least ${PASSWORD_MIN_LENGTH} characters.`,
    isBroken: (password) => Array.from(password).length < PASSWORD_MIN_LENGTH,
  },
  {
    id: 'max_length',
    hint: `At most ${PASSWORD_MAX_LENGTH} characters`,
    message: `Use at most ${PASSWORD_MAX_LENGTH} characters.`,
    isBroken: (password) => Array.from(password).length > PASSWORD_MAX_LENGTH,
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
    isBroken: (password, owner) => shareOf(lettersOf(password), ownWords(owner)) >= SIMILAR_SHARE,
  },
  {
    id: 'not_product',
    hint: `Not “${PRODUCT_NAME}”`,
    message: `Choose something without the word “${PRODUCT_NAME}”.`,
    isBroken: (password) => lettersOf(password).includes(PRODUCT_NAME.toLowerCase()),
  },
];
