import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

const FOLDER = 'tests/api/degraded';
const STATES = ['down', 'hanging', 'back'];

/** The cells of each row of the table, in their order: part, state, what works, what does not, who sees what. */
function readRows(): string[][] {
  const text = readFileSync('docs/operations.md', 'utf8');
  const section = /^## Degraded modes\n([^]*?)(?=^## |(?![^]))/m.exec(text)?.[1] ?? '';
  const lines = section.split('\n').filter((line) => line.startsWith('| ') && !/^\| (?:part|-)/.test(line));
  return lines.map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

/**
 * The rows that a test file proves when it passes: of the part that it names, those whose call stands in its one suite, where
 * nothing but the lack of a redis-server may leave them out. Whether a row breaks the thing in truth, and asks for anything
 * while it is broken, is for tests/degraded/rows.ts to see.
 */
function provenRows(source: string): string[] {
  const code = source.replace(/\/\*[^]*?\*\//g, '');
  if (/\.(?:skip|only|todo|fails|runIf|skipIf)\b(?!\(!canStartRedis\)\('an instance)/.test(code)) return [];
  const parts = [...code.matchAll(/^ {2}const row = rowsOf\('([^']+)'/gm)].map(([, part]) => part);
  const states = [...code.matchAll(/^ {2}row\.(down|hanging|back)\('[^']+', /gm)].map(([, state]) => state);
  return parts.length === 1 ? states.map((state) => `${parts[0]}, ${state}`) : [];
}

describe('the table of degraded modes in docs/operations.md', () => {
  test('has the rows that are tested, each once, and no others', () => {
    const files = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.endsWith('.test.ts'),
    );
    const proven = files.flatMap((name) => provenRows(readFileSync(join(FOLDER, name), 'utf8')));
    const written = readRows().map(([part, state]) => `${part}, ${state}`);
    expect(proven.toSorted()).toEqual(written.toSorted());
  });

  test('says of each part what it is when down, hanging and back', () => {
    const rows = readRows();
    const parts = [...new Set(rows.map(([part]) => part))];
    expect(parts).toEqual(['PostgreSQL', 'Redis', 'SMTP or Resend', 'Captcha', 'Google', 'Inngest', 'Object storage']);
    expect(rows.map(([part, state]) => [part, state])).toEqual(
      parts.flatMap((part) => STATES.map((state) => [part, state])),
    );
  });

  test('leaves nothing out', () => {
    for (const row of readRows()) expect([row.length, row.includes('')], row[0]).toEqual([6, false]);
  });
});

describe('a row', () => {
  const SUITE = "describe('an instance whose', () => {\n  const row = rowsOf('X', () => relay);\n  ROW\n});\n";
  const ROW = "row.down('it goes on', async (breakIt) => {});";

  test.each([
    [ROW, ['X, down']],
    [`// ${ROW}`, []],
    [`/*\n  ${ROW}\n  */`, []],
    [`it('goes on', () => {});`, []],
    [`${ROW}\n  it.skip('goes on', () => {});`, []],
    [`if (isLucky) ${ROW}`, []],
  ])('%j proves %j', (row, proven) => {
    expect(provenRows(SUITE.replace('ROW', row))).toEqual(proven);
  });

  test.each([
    ["describe.skip('an instance whose', () => {", []],
    ["describe.skipIf(!canStartRedis)('an instance whose', () => {", ['X, down']],
  ])('in a suite that begins with %j proves %j', (beginning, proven) => {
    expect(provenRows(`${beginning}${SUITE.slice(SUITE.indexOf('\n')).replace('ROW', ROW)}`)).toEqual(proven);
  });
});
