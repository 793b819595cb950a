import { parseArgs } from 'node:util';

export const USAGE = 'npm run db:seed -- [--people <1 to 1000000>] [--into <name of the database>]';
const DEFAULT_PEOPLE = 50;
const MOST_PEOPLE = 1_000_000;

/** What stands in the way of seeding, as a sentence. */
export class SeedProblem extends Error {
  override readonly name = 'SeedProblem';
}

/** How many people are wanted in all, and in which database. */
export type Wishes = { people: number; into: string | undefined };

/** What the words of the command ask for. Throws {@link SeedProblem}. */
export function readWishes(words: readonly string[]): Wishes {
  const { people = String(DEFAULT_PEOPLE), into } = optionsIn(words);
  const count = /^\d+$/.test(people) ? Number(people) : 0;
  if (count < 1 || count > MOST_PEOPLE) throw new SeedProblem(`Say it like this: ${USAGE}`);
  return { people: count, into };
}

function optionsIn(words: readonly string[]): { people?: string | undefined; into?: string | undefined } {
  try {
    return parseArgs({ args: [...words], options: { people: { type: 'string' }, into: { type: 'string' } } }).values;
  } catch (cause) {
    throw new SeedProblem(`Say it like this: ${USAGE}`, { cause });
  }
}

/**
 * Made-up people among real ones are hard to get out again, so a database that may have real ones is to be named. Throws
 * {@link SeedProblem}, without the password of `url`, unless it is the one that is wished for; undefined is the embedded.
 */
export function assertMeant(url: string | undefined, into: string | undefined): void {
  if (url === undefined && into === undefined) return;
  if (url === undefined) throw new SeedProblem('--into names the database of DATABASE_URL, which is not set.');
  const { pathname, host } = new URL(url);
  const name = decodeURIComponent(pathname.slice(1));
  if (into === name) return;
  throw new SeedProblem(
    `DATABASE_URL is the database "${name}" at ${host}, not the embedded one. If made-up people are to get into it: --into ${name}`,
  );
}
