/**
 * The identity behind a typed e-mail address: NFKC, trimmed, lower-cased. Two spellings with the same result are one
 * person. Nothing provider-specific (dots, plus tags) is folded: only the mailbox's owner knows what those mean.
 */
export function normalizeEmail(typed: string): string {
  return typed.normalize('NFKC').trim().toLowerCase();
}
