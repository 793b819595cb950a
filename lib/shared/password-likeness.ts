/** What letters are written as by whoever is told to put digits and signs into a password. */
const SUBSTITUTES: Record<string, string> = {
  ...{ '4': 'a', '@': 'a', '8': 'b', '3': 'e', '€': 'e', '6': 'g', '9': 'g', '0': 'o', '5': 's', $: 's' },
  ...{ '7': 't', '+': 't', '2': 'z' },
  // The same sign stands for i and for l, so that these two count as one letter.
  ...{ '1': 'i', '!': 'i', '|': 'i', l: 'i' },
};

/**
 * What is left of a text when case, accents, simple substitutions, spaces and punctuation do not count: for comparing,
 * never for hashing. Signs that are neither letters nor digits but pictures stay, because they were chosen.
 */
export function foldText(text: string): string {
  const plain = text.normalize('NFKD').toLowerCase();
  const letters = Array.from(plain, (sign) => SUBSTITUTES[sign] ?? sign).join('');
  return letters.replace(/[^\p{L}\p{N}\p{So}]/gu, '');
}

/** A word shorter than this is in too many innocent passwords to count. */
const WORD_MIN_LENGTH = 3;
/** So is a shorter beginning or end of one. */
const PART_MIN_LENGTH = 5;

/** The words of a text: `vanDerBerg-77` has `van`, `Der`, `Berg`, `77`, and itself. */
function wordsIn(text: string): string[] {
  const spaced = text.replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2').replace(/(\p{L})(\p{N})|(\p{N})(\p{L})/gu, '$1$3 $2$4');
  return [text, ...text.split(/[^\p{L}\p{N}]+/u), ...spaced.split(/[^\p{L}\p{N}]+/u)];
}

/** What names and addresses are known by: their words, and every longer beginning and end of each. */
export function partsOf(texts: readonly string[]): string[] {
  const words = new Set(texts.flatMap(wordsIn));
  return [...words].flatMap((word) => {
    const parts = [word];
    for (let length = PART_MIN_LENGTH; length < word.length; length += 1) {
      parts.push(word.slice(0, length), word.slice(-length));
    }
    return parts;
  });
}

/**
 * How much of `password` is made of `words`, from 0 to 1: in any order, forwards or backwards, with case, separators,
 * accents and simple substitutions undone on both sides.
 */
export function shareMadeOf(password: string, words: readonly string[]): number {
  const folded = foldText(password);
  const forwards = new Set(words.map(foldText).filter((word) => word.length >= WORD_MIN_LENGTH));
  const backwards = [...forwards].map((word) => Array.from(word).toReversed().join(''));
  const isCovered = Array<boolean>(folded.length).fill(false);
  for (const word of [...forwards, ...backwards]) {
    for (let at = folded.indexOf(word); at >= 0; at = folded.indexOf(word, at + 1)) {
      isCovered.fill(true, at, at + word.length);
    }
  }
  return isCovered.filter(Boolean).length / Math.max(1, folded.length);
}
