import { parseArgs } from 'node:util';

const USAGE = 'npm run import-people -- people.jsonl [--dry-run]';

/** What stands in the way of importing, as a sentence. */
export class ImportProblem extends Error {
  override readonly name = 'ImportProblem';
}

export type Wish = { file: string; isDryRun: boolean };

/** What the words of the command ask for. Throws {@link ImportProblem}. */
export function readWish(words: readonly string[]): Wish {
  const { file, more, isDryRun } = partsOf(words);
  if (file === undefined || more > 0) throw new ImportProblem(`Say it like this:\n  ${USAGE}`);
  return { file, isDryRun };
}

function partsOf(words: readonly string[]): { file: string | undefined; more: number; isDryRun: boolean } {
  try {
    const options = { 'dry-run': { type: 'boolean', default: false } } as const;
    const { positionals, values } = parseArgs({ args: [...words], options, allowPositionals: true });
    return { file: positionals[0], more: positionals.length - 1, isDryRun: values['dry-run'] };
  } catch (cause) {
    throw new ImportProblem(`${(cause as Error).message}\n\n  ${USAGE}`, { cause });
  }
}
