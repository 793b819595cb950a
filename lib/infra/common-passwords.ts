import { dictionary } from '@zxcvbn-ts/language-common';
import { foldText } from '@/lib/shared/password-likeness';

/** A common password that makes up less of what was typed than this is no longer what is guessed first. */
const CORE_SHARE = 0.5;

/**
 * The 49,233 most common passwords in Mark Burnett's ten million leaked ones (xato.net, 2015), as `@zxcvbn-ts` ships
 * them under the MIT licence; 17,950 have eight characters or more. What a form's code may import never leads here: the
 * list stays on the server.
 *
 * @internal
 */
export const COMMON_PASSWORDS: readonly string[] = dictionary['passwords-common'];

// Routes and pages are bundled apart but share the process: a module-level variable would be one list each.
const FOLDED_LIST = Symbol.for('gatehouse.common-passwords');
const processWide = globalThis as { [FOLDED_LIST]?: ReadonlySet<string> };

function foldedList(): ReadonlySet<string> {
  return (processWide[FOLDED_LIST] ??= new Set(COMMON_PASSWORDS.map(foldText).filter((entry) => entry !== '')));
}

/** Folds the list, which takes some 50 ms of the main thread: at the start, so that nobody's request waits for it. */
export function prepareCommonPasswords(): void {
  foldedList();
}

/**
 * Whether a password is among the common ones, whatever its case, its spaces, its punctuation and its simple
 * substitutions, or is one of them with no more than its own length of digits and signs around it (ASVS 6.2.4). Expects
 * a password of bounded length.
 */
export function isCommonPassword(password: string): boolean {
  const core = password.replace(/^[^\p{L}]+/u, '').replace(/[^\p{L}]+$/u, '');
  const isMostOfIt = core.length >= password.length * CORE_SHARE;
  return foldedList().has(foldText(password)) || (isMostOfIt && foldedList().has(foldText(core)));
}
