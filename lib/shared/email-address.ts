/** RFC 5321 §4.5.3.1.3: a path of 256 octets, less its angle brackets. */
export const EMAIL_MAX_LENGTH = 254;

/**
 * In UTF-16 units. No spelling of an address is longer, and to put the combining marks of 60 KiB in order takes half a
 * second.
 */
const SPELLING_MAX_LENGTH = 4 * EMAIL_MAX_LENGTH;

/**
 * The identity behind a typed e-mail address: NFKC, trimmed, lower-cased. Two spellings with the same result are one
 * person. Nothing provider-specific (dots, plus tags) is folded: only the mailbox's owner knows what those mean. What is
 * too long for an address is left as it is, and is too long afterwards.
 */
export function normalizeEmail(typed: string): string {
  const spelling = typed.trim();
  return spelling.length > SPELLING_MAX_LENGTH ? spelling : spelling.normalize('NFKC').trim().toLowerCase();
}
