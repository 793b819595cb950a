/** What letters are written as by whoever is told to put digits and signs into a password. */
const SUBSTITUTES: Record<string, string> = {
  ...{ '4': 'a', '@': 'a', '8': 'b', '3': 'e', '€': 'e', '6': 'g', '9': 'g', '0': 'o', '5': 's', $: 's' },
  ...{ '7': 't', '+': 't', '2': 'z' },
  // The same sign stands for i and for l, so that these two count as one letter.
  ...{ '1': 'i', '!': 'i', '|': 'i', l: 'i' },
};

/** No name, address or password is longer, in UTF-16 units. */
const TEXT_MAX_LENGTH = 256;
/** One character can become eighteen when it is folded: what grows further is compared by its beginning. */
const FOLDED_MAX_LENGTH = 256;
const WORD_MAX_LENGTH = 64;

/**
 * What is left of a text when case, accents, simple substitutions, spaces and punctuation do not count: for comparing,
 * never for hashing. Signs that are neither letters nor digits but pictures stay, because they were chosen. Bounded,
 * whatever comes in.
 */
export function foldText(text: string): string {
  const plain = text.slice(0, TEXT_MAX_LENGTH).normalize('NFKD').toLowerCase();
  const letters = Array.from(plain, (sign) => SUBSTITUTES[sign] ?? sign).join('');
  return letters.replace(/[^\p{L}\p{N}\p{So}]/gu, '').slice(0, FOLDED_MAX_LENGTH);
}

/** A word shorter than this is in too many innocent passwords to count. */
const WORD_MIN_LENGTH = 3;

/** The words of a text: `vanDerBerg-77` has `van`, `Der`, `Berg`, `77`, and itself. */
export function wordsIn(typed: string): string[] {
  const text = typed.slice(0, TEXT_MAX_LENGTH);
  const spaced = text.replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2').replace(/(\p{L})(\p{N})|(\p{N})(\p{L})/gu, '$1$3 $2$4');
  return [text, ...text.split(/[^\p{L}\p{N}]+/u), ...spaced.split(/[^\p{L}\p{N}]+/u)];
}

function reversed(text: string): string {
  return Array.from(text).toReversed().join('');
}

/** What no folded text holds, so that nothing is found across it. */
const END = '\0';

/** How much of the beginning of `word` stands at each place of `text`, in linear time (Gusfield's Z algorithm). */
function beginningsIn(text: string, word: string): number[] {
  const joined = `${word}${END}${text}`;
  const lengths = Array<number>(joined.length).fill(0);
  let [start, end] = [0, 0];
  for (let at = 1; at < joined.length; at += 1) {
    let length = at < end ? Math.min(end - at, lengths[at - start] ?? 0) : 0;
    while (joined[length] === joined[at + length]) length += 1;
    if (at + length > end) [start, end] = [at, at + length];
    lengths[at] = length;
  }
  return lengths.slice(word.length + END.length);
}

/** Which places of `text` belong to one of `words`, or to a beginning of one with at least `partMinLength` characters. */
function coverOf(text: string, words: ReadonlySet<string>, partMinLength: number): boolean[] {
  const isCovered = Array<boolean>(text.length).fill(false);
  for (const word of words) {
    let end = 0;
    for (const [at, length] of beginningsIn(text, word).entries()) {
      if (length >= Math.min(word.length, partMinLength)) end = Math.max(end, at + length);
      if (at < end) isCovered[at] = true;
    }
  }
  return isCovered;
}

/**
 * How much of `password` is made of `words`, from 0 to 1: in any order, forwards or backwards, with case, separators,
 * accents and simple substitutions undone on both sides. A beginning or an end of a word counts from `partMinLength`
 * characters on. Takes time in proportion to the password and to each of the words.
 */
export function shareMadeOf(password: string, words: readonly string[], partMinLength = Infinity): number {
  const folded = foldText(password);
  const forwards = Array.from(new Set(words), (word) => foldText(word).slice(0, WORD_MAX_LENGTH));
  const known = forwards.filter((word) => word.length >= WORD_MIN_LENGTH);
  const bothWays = new Set([...known, ...known.map(reversed)]);
  const byBeginnings = coverOf(folded, bothWays, partMinLength);
  const byEnds = coverOf(reversed(folded), bothWays, partMinLength).toReversed();
  const covered = byBeginnings.filter((isCovered, at) => isCovered || byEnds[at]);
  return covered.length / Math.max(1, folded.length);
}
