import { open } from 'node:fs/promises';
import type { Context } from '@/lib/domain/context';
import { countKnown, importPeople, readImportedPerson, type ImportedPerson } from '@/lib/domain/imported-people';
import { ImportProblem } from './wishes';

/** People in one transaction: about half a second's work. */
const BATCH = 500;

const TWICE = 'email: Other lines have this address, too: which of their passwords it would be, nobody can tell.';

type Tally = { brought: number; known: number; refused: number };
type Options = {
  /** Nothing is written; it is only said what would be. */
  isDryRun: boolean;
  onRefused: (line: number, refusal: string) => void;
};

/** Brings everybody of a file of JSON lines here, a batch after the other. Throws {@link ImportProblem} without a file. */
export async function importFile(ctx: Context, path: string, { isDryRun, onRefused }: Options): Promise<Tally> {
  const tally: Tally = { brought: 0, known: 0, refused: 0 };
  const repeated = await repeatedIn(path);
  const bring = async (batch: ImportedPerson[]) => {
    const brought = isDryRun ? batch.length - (await countKnown(ctx, batch)) : await importPeople(ctx, batch);
    tally.brought += brought;
    tally.known += batch.length - brought;
  };
  let batch: ImportedPerson[] = [];
  for await (const { number, person, refusal } of readLines(path)) {
    const why = refusal ?? (repeated.has(person?.email ?? '') ? TWICE : undefined);
    if (why !== undefined) {
      tally.refused += 1;
      onRefused(number, why);
    } else if (person && batch.push(person) === BATCH) {
      await bring(batch);
      batch = [];
    }
  }
  if (batch.length > 0) await bring(batch);
  return tally;
}

/** The addresses that several lines have, which were several people's elsewhere. */
async function repeatedIn(path: string): Promise<ReadonlySet<string>> {
  const [seen, repeated] = [new Set<string>(), new Set<string>()];
  for await (const { person } of readLines(path)) {
    if (person) (seen.has(person.email) ? repeated : seen).add(person.email);
  }
  return repeated;
}

/** What each line says that says anything, with its number. */
async function* readLines(path: string) {
  let number = 0;
  for await (const line of await linesOf(path)) {
    number += 1;
    if (line.trim() !== '') yield { number, ...readImportedPerson(line) };
  }
}

async function linesOf(path: string): Promise<AsyncIterable<string>> {
  try {
    return (await open(path)).readLines({ encoding: 'utf8' });
  } catch (cause) {
    throw new ImportProblem(`${path} cannot be read: ${(cause as Error).message}`, { cause });
  }
}

/** What came of it, in a sentence. */
export function summaryOf({ brought, known, refused }: Tally, isDryRun: boolean): string {
  const would = isDryRun ? 'would be ' : '';
  const ending = isDryRun ? ' Nothing was written.' : '';
  return `${brought} ${would}brought here, ${known} were here already, ${refused} ${would}refused.${ending}`;
}
