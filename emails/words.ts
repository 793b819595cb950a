const DATE_WORDS = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'UTC',
  weekday: 'long',
  day: 'numeric',
  month: 'long',
  year: 'numeric',
});

/** "Saturday 21 November 2026 at 22:19 UTC": nobody has to guess whose 02/03 it is. `at` is ISO 8601. */
export function momentInWords(at: string): string {
  const moment = new Date(at);
  // With or without a comma after the weekday: ICU's versions differ.
  return `${DATE_WORDS.format(moment).replace(',', '')} at ${clockInWords(moment)}`;
}

/** From this far away a time of day alone could be taken for another day's. */
const CLOCK_ALONE_MINUTES = 720;

/** "22:49 UTC", `minutes` after `at` (ISO 8601); with its day when that is not soon. */
export function endInWords(at: string, minutes: number): string {
  const end = new Date(new Date(at).getTime() + minutes * 60_000);
  return minutes < CLOCK_ALONE_MINUTES ? clockInWords(end) : momentInWords(end.toISOString());
}

function clockInWords(moment: Date): string {
  return `${moment.toISOString().slice(11, 16)} UTC`;
}

/** "1 minute", "30 minutes", "24 hours", "3 days": the largest unit that says it exactly, from two of it upwards. */
export function durationInWords(minutes: number): string {
  const units: [name: string, minutes: number][] = [
    ['day', 1440],
    ['hour', 60],
  ];
  const [name, size] = units.find(([, unit]) => minutes >= 2 * unit && minutes % unit === 0) ?? ['minute', 1];
  const count = Math.max(1, Math.floor(minutes / size));
  return `${count} ${name}${count === 1 ? '' : 's'}`;
}

const NAME_MAX_LENGTH = 80;
/** Controls, line separators, and the marks that turn the direction of what follows. */
const UNPRINTABLE = /[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]+/gu;
/** What mail programs turn into a link by themselves: "win.example", "http://…", "www.…", "a@b". */
const LINKABLE = /[\p{L}\p{N}-]\.\p{L}{2,}|:\/\/|www\.|@/iu;

/** One line of somebody else's text, fit to be printed in a mail; at most 80 characters. */
export function oneLine(text: string): string {
  return [...text.replace(UNPRINTABLE, ' ').replace(/\s+/gu, ' ').trim()].slice(0, NAME_MAX_LENGTH).join('');
}

/**
 * "Hello Ada,". Whoever registers a stranger's address chooses the name in the mail that this stranger gets: a name that
 * would become a link is left out, so that the greeting carries nobody's advertisement.
 */
export function greeting(firstName: string): string {
  const name = oneLine(firstName);
  return name === '' || LINKABLE.test(name) ? 'Hello,' : `Hello ${name},`;
}

/** Somebody's name in the middle of a sentence; one that would become a link is left out as in {@link greeting}. */
export function nameInWords(name: string): string {
  const line = oneLine(name);
  return line === '' || LINKABLE.test(line) ? 'an administrator' : line;
}
