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
type PlaywrightReport = { stats: { expected: number; unexpected: number; flaky: number; skipped: number } };

const reports = mkdtempSync(join(tmpdir(), 'gatehouse-reports-'));

function ofVitest(report: string): Count {
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests } = JSON.parse(report) as VitestReport;
  return { passed: numPassedTests, failed: numFailedTests, skipped: numPendingTests + numTodoTests };
}

/** A test that passed only when it was tried again has failed. */
function ofPlaywright(report: string): Count {
  const { expected, unexpected, flaky, skipped } = (JSON.parse(report) as PlaywrightReport).stats;
  return { passed: expected, failed: unexpected + flaky, skipped };
}

const vitest = (project: string): Stage => ({
  name: project,
  command: `vitest run --project ${project} --reporter=default --reporter=json --outputFile.json=${join(reports, project)}`,
  count: ofVitest,
});

/**
 * Cheap ones, in two lanes beside each other: most of them have work for one core. All of them are run, so that one mistake
 * does not hide another.
 */
const CHECKS: readonly (readonly Stage[])[] = [
  [
    { name: 'format', command: 'npm run --silent format:check' },
    { name: 'types', command: 'npm run --silent typecheck' },
    { name: 'lint', command: 'npm run --silent lint' },
    { name: 'knip', command: 'npm run --silent knip' },
  ],
  [vitest('unit')],
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

/** Its words are shown as they come, or, where another runs beside it, when it has ended. Returns how it ended. */
async function spawnStage({ name, command }: Stage, isAlone: boolean): Promise<number | null> {
  const [program = '', ...words] = command.split(' ');
  const env = { ...process.env, PLAYWRIGHT_JSON_OUTPUT_FILE: join(reports, name) };
  const output = isAlone ? 'inherit' : 'pipe';
  if (isAlone) console.log(`\n── ${name}`);
  const child = spawn(program, words, { stdio: ['ignore', output, output], env });
  const said: unknown[] = [];
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => void said.push(chunk));
  const [code] = (await once(child, 'close')) as [number | null];
  if (!isAlone) console.log(`\n── ${name}\n${said.join('')}`);
  return code;
}

async function run(stage: Stage, isAlone: boolean): Promise<Count> {
  const startedAt = performance.now();
  const code = await spawnStage(stage, isAlone);
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  console.log(`── ${stage.name}: ${code === 0 ? 'passed' : 'failed'} in ${seconds} s`);
  const counted = reportOf(stage) ?? { passed: code === 0 ? 1 : 0, failed: 0, skipped: 0 };
  // A runner can fail without a failing test: a file that does not load, a hook, a log with an error in it.
  return code === 0 ? counted : { ...counted, failed: Math.max(1, counted.failed) };
}

async function runLane(stages: readonly Stage[]): Promise<Count[]> {
  const counts: Count[] = [];
  for (const stage of stages) counts.push(await run(stage, false));
  return counts;
}

const hasFailed = (counts: readonly Count[]) => counts.some(({ failed }) => failed > 0);

async function runAll(wanted: readonly Stage[]): Promise<Count[]> {
  const counts = (await Promise.all(CHECKS.map(runLane))).flat();
  for (const [n, stage] of wanted.entries()) {
    if (hasFailed(counts)) {
      const left = wanted.slice(n).map(({ name }) => name);
      console.log(`\nNot run, because of what failed before: ${left.join(', ')}`);
      break;
    }
    counts.push(await run(stage, true));
  }
  return counts;
}

const counts = await runAll(process.argv[2] === 'check' ? [] : AGAINST_THE_BUILD);
const sum = (key: keyof Count) => counts.reduce((total, count) => total + count[key], 0);
rmSync(reports, { recursive: true, force: true });
process.exitCode = sum('failed') > 0 ? 1 : 0;
console.log(`\n${sum('passed')} passed, ${sum('failed')} failed, ${sum('skipped')} skipped`);
