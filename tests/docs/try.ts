/**
 * npm run docs:try: follows the README and all guides in a copy of the project, type-checks it, builds it, and runs the
 * tests that they come with. Takes a few minutes; `npm test` type-checks the same examples and runs none of them.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { listPaths } from '../architecture/source-tree';
import { readDocuments } from './documents';
import { applyExamples, changesOf } from './examples';

/** What holds everything that is added to the rules of the house. */
const HELD_BY_THEM = ['architecture', 'operations', 'server-actions', 'env-example', 'deployment', 'shared', 'client'];

const copy = mkdtempSync(join(tmpdir(), 'gatehouse-guides-'));

function run(command: string, ...words: string[]): void {
  console.log(`\n── ${command} ${words.join(' ')}`);
  const { status } = spawnSync(command, words, { cwd: copy, stdio: 'inherit' });
  if (status !== 0) throw new Error(`${command} ${words.join(' ')} ended with ${status}; it was run in ${copy}`);
}

for (const path of listPaths(process.cwd()).files) cpSync(path, join(copy, path));
const files = applyExamples(
  copy,
  readDocuments().flatMap(({ blocks }) => changesOf(blocks)),
);
const testsIn = (folder: string, ending: string) =>
  files.filter((file) => file.startsWith(folder) && file.endsWith(ending));

run('cp', '-R', join(process.cwd(), 'node_modules'), copy);
run('npm', 'run', 'generate');
run('npm', 'run', 'typecheck');
run('npm', 'run', 'lint');
const tests = testsIn('tests/', '.test.ts');
run('npx', 'vitest', 'run', '--project', 'api', ...tests, 'tests/schema-agreement', 'tests/infra/mail/render-mail');
run('npx', 'vitest', 'run', '--project', 'unit', ...tests, ...HELD_BY_THEM.map((name) => `tests/${name}`));
run('npx', 'playwright', 'test', ...testsIn('e2e/', '.spec.ts'), '--project', 'desktop');
rmSync(copy, { recursive: true });
console.log(`\n${files.length} files changed as the documents say, and all is well.`);
