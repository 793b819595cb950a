import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

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

const FOLDER = 'tests/api/degraded';
const ROW = /\bit\('([^',]+), (down|hanging|back): /g;

/** What the tests of the degraded modes say they prove. */
function provenRows(): string[] {
  const files = readdirSync(FOLDER).filter((name) => name.endsWith('.test.ts'));
  const sources = files.map((name) => readFileSync(join(FOLDER, name), 'utf8'));
  return sources.flatMap((source) => [...source.matchAll(ROW)].map(([, part, state]) => `${part}, ${state}`));
}

describe('the table of degraded modes in docs/operations.md', () => {
  test('has the rows that are tested, each once, and no others', () => {
    const written = readRows().map(([part, state]) => `${part}, ${state}`);
    expect(written.toSorted()).toEqual(provenRows().toSorted());
  });

  test('says of each part what it is when down, hanging and back', () => {
    const rows = readRows();
    const parts = [...new Set(rows.map(([part]) => part))];
    const wanted = parts.flatMap((part) => ['down', 'hanging', 'back'].map((state) => [part, state]));
    expect(rows.map(([part, state]) => [part, state])).toEqual(wanted);
  });

  test('leaves nothing out', () => {
    for (const row of readRows()) expect([row.length, row.includes('')], row[0]).toEqual([6, false]);
  });
});
