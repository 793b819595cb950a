import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

type Count = { passed: number; failed: number; skipped: number };
type Stage = {
  name: string;
  command: string;
  /** Reads the runner's own report; a stage without one counts as a single check. */
  count?: (report: string) => Count;
};

type VitestReport = { numPassedTests: number; numFailedTests: number; numPendingTests: number; numTodoTests: number };
type PlaywrightReport = {
  stats: { expected: number; unexpected: number; flaky: number; skipped: number };
  /** What failed outside of any test, such as the check of a server's log when its worker ends. */
  errors: { message?: string }[];
};

const reports = mkdtempSync(join(tmpdir(), 'gatehouse-reports-'));

function ofVitest(report: string): Count {
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests } = JSON.parse(report) as VitestReport;
  return { passed: numPassedTests, failed: numFailedTests, skipped: numPendingTests + numTodoTests };
}

/** A test that passed only when it was tried again has failed. */
function ofPlaywright(report: string): Count {
  const { stats, errors } = JSON.parse(report) as PlaywrightReport;
  // The list said them in the middle of everything.
  for (const { message } of errors) console.error(message);
  const { expected, unexpected, flaky, skipped } = stats;
  return { passed: expected, failed: unexpected + flaky + errors.length, skipped };
}

const vitest = (project: string): Stage => ({
  name: project,
  command: `vitest run --project ${project} --reporter=default --reporter=json --outputFile.json=${join(reports, project)}`,
  count: ofVitest,
});

/** Cheap ones first. All of them are run, so that one mistake does not hide another. */
const CHECKS: readonly Stage[] = [
  { name: 'format', command: 'npm run --silent format:check' },
  { name: 'types', command: 'npm run --silent typecheck' },
  { name: 'lint', command: 'npm run --silent lint' },
  { name: 'knip', command: 'npm run --silent knip' },
  vitest('unit'),
];

/** Each is worth its minutes only when everything before it is good. */
const AGAINST_THE_BUILD: readonly Stage[] = [
  { name: 'build', command: 'npm run --silent build' },
  vitest('api'),
  { name: 'e2e', command: 'playwright test --reporter=list,json', count: ofPlaywright },
];

function reportOf({ name, count }: Stage): Count | undefined {
  try {
    return count?.(readFileSync(join(reports, name), 'utf8'));
  } catch {
    return undefined;
  }
}

async function run(stage: Stage): Promise<Count> {
  console.log(`\n── ${stage.name}`);
  const startedAt = performance.now();
  const [program = '', ...words] = stage.command.split(' ');
  const env = { ...process.env, PLAYWRIGHT_JSON_OUTPUT_FILE: join(reports, stage.name) };
  const child = spawn(program, words, { stdio: ['ignore', 'inherit', 'inherit'], env });
  const [code] = (await once(child, 'close')) as [number | null];
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  console.log(`── ${stage.name}: ${code === 0 ? 'passed' : 'failed'} in ${seconds} s`);
  const counted = reportOf(stage) ?? { passed: code === 0 ? 1 : 0, failed: 0, skipped: 0 };
  // A runner can fail without a failing test: a file that does not load, a hook, a log with an error in it.
  return code === 0 ? counted : { ...counted, failed: Math.max(1, counted.failed) };
}

async function runAll(stages: readonly Stage[]): Promise<Count[]> {
  const counts: Count[] = [];
  for (const stage of stages) {
    counts.push(await run(stage));
    const hasFailed = counts.some(({ failed }) => failed > 0);
    if (hasFailed && !CHECKS.includes(stage)) break;
    if (hasFailed && stage === CHECKS.at(-1)) break;
  }
  const left = stages.slice(counts.length).map(({ name }) => name);
  if (left.length > 0) console.log(`\nNot run, because of what failed before: ${left.join(', ')}`);
  return counts;
}

const counts = await runAll(process.argv[2] === 'check' ? CHECKS : [...CHECKS, ...AGAINST_THE_BUILD]);
const sum = (key: keyof Count) => counts.reduce((total, count) => total + count[key], 0);
rmSync(reports, { recursive: true, force: true });
process.exitCode = sum('failed') > 0 ? 1 : 0;
console.log(`\n${sum('passed')} passed, ${sum('failed')} failed, ${sum('skipped')} skipped`);
