import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { runFolder } from './build';

/** Where the workers of a run write down what may be answered, and what was. */
export const documentedFile = () => join(runFolder(), 'documented-answers');
export const seenFile = () => join(runFolder(), 'seen-answers');

/** What no test waits for, and why. */
const NOT_WAITED_FOR: Record<string, string> = {
  'uploadAvatar malformed_body': 'a picture may take 30 seconds to come; held-open.test.ts has the same with JSON',
};

/**
 * What is wrong with what was answered in a whole run: documented and never seen, or said to be never seen and seen.
 */
export function unansweredAnswers(documented: readonly string[], seen: ReadonlySet<string>): string[] {
  const missing = documented.filter((kind) => !seen.has(kind) && !(kind in NOT_WAITED_FOR));
  const surprises = Object.keys(NOT_WAITED_FOR).filter((kind) => seen.has(kind));
  return [
    ...missing.map((kind) => `${kind}: documented, and no test has seen it`),
    ...surprises.map((kind) => `${kind}: seen, although nobody waits for it`),
  ];
}

const linesOf = (file: string) => (existsSync(file) ? readFileSync(file, 'utf8').split('\n').filter(Boolean) : []);

/** A part of the tests has seen a part of the answers; and where a test has failed, that is what there is to mend. */
async function isWholeAndGood(project: TestProject): Promise<boolean> {
  if (project.config.testNamePattern !== undefined) return false;
  const { testFiles } = await project.globTestFiles();
  const ran = project.vitest.state.getFiles();
  return ran.length === testFiles.length && ran.every(({ result }) => result?.state === 'pass');
}

/** At the end of a whole run: fails it when a documented answer was never seen. */
export async function lookAtAnswers(project: TestProject): Promise<void> {
  if (!(await isWholeAndGood(project))) return;
  const problems = unansweredAnswers(linesOf(documentedFile()), new Set(linesOf(seenFile())));
  if (problems.length === 0) return;
  process.stderr.write(`The description of the API is not proven:\n${problems.join('\n')}\n`);
  process.exitCode = 1;
}
