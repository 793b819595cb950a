import { parseArgs } from 'node:util';
import type { Job } from '@/lib/domain/job';
import { findJob, JOBS } from '@/lib/domain/jobs';

const USAGE = 'npm run jobs -- list\n  npm run jobs -- run <name> [--dry-run]';

/** What stands in the way of doing it, as a sentence. */
export class JobProblem extends Error {
  override readonly name = 'JobProblem';
}

export type Wish = { verb: 'list' } | { verb: 'run'; job: Job; dryRun: boolean };

/** What the words of the command ask for. Throws {@link JobProblem}. */
export function readWish(words: readonly string[]): Wish {
  const { positionals, dryRun } = partsOf(words);
  const [verb, name, ...more] = positionals;
  if (verb === 'list' && name === undefined && !dryRun) return { verb };
  if (verb !== 'run' || name === undefined || more.length > 0) throw new JobProblem(`Say it like this:\n  ${USAGE}`);
  const job = findJob(name);
  if (!job) throw new JobProblem(`There is no job “${name}”. There are: ${namesOf(JOBS)}.`);
  if (dryRun && !job.hasDryRun) {
    const others = namesOf(JOBS.filter(({ hasDryRun }) => hasDryRun));
    throw new JobProblem(`${name} has no dry run, so nothing was done. These have one: ${others}.`);
  }
  return { verb, job, dryRun };
}

const namesOf = (jobs: readonly Job[]) => jobs.map(({ name }) => name).join(', ');

function partsOf(words: readonly string[]): { positionals: string[]; dryRun: boolean } {
  try {
    const options = { 'dry-run': { type: 'boolean', default: false } } as const;
    const { positionals, values } = parseArgs({ args: [...words], options, allowPositionals: true });
    return { positionals, dryRun: values['dry-run'] };
  } catch (cause) {
    throw new JobProblem(`${(cause as Error).message}\n\n  ${USAGE}`, { cause });
  }
}
