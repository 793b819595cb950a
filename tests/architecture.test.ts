import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { IMPORT_RULES, NAME_RULE, ROOT_RULE } from './architecture/house-rules.mjs';
import { ALLOWED, BREACHES, CODE_BREACHES } from './architecture/planted';
import { listPaths, readSources } from './architecture/source-tree';
import { nameViolations, sourceViolations } from './architecture/violations';

const root = process.cwd();
const { files, rootEntries } = listPaths(root);

const planted = (path: string, source: string) => sourceViolations(new Map([[path, `${source}\n`]]));

describe('the house', () => {
  test('imports follow the folder order and every source rule holds', () => {
    expect(sourceViolations(readSources(root, files))).toEqual([]);
  });

  test('names say what they hold and the root keeps to the house list', () => {
    expect(nameViolations(files, rootEntries)).toEqual([]);
  });
});

describe('every rule can fail', () => {
  test('each import rule has a planted breach', () => {
    expect(Object.keys(BREACHES).toSorted()).toEqual(IMPORT_RULES.map(({ name }) => name).toSorted());
  });

  test.each(IMPORT_RULES)('$name', ({ name, message }) => {
    const [path, source] = BREACHES[name] ?? ['', ''];
    expect(planted(path, source)).toEqual([expect.stringMatching(/^\S+ imports \S+: /)]);
    expect(planted(path, source)[0]).toContain(message);
  });

  test.each(CODE_BREACHES)('$message $planted.1', ({ planted: [path, source], message }) => {
    expect(planted(path, source)).toEqual([expect.stringContaining(message)]);
  });

  test('names that say nothing, and strangers at the root', () => {
    const said = nameViolations(['lib/utils/a.ts', 'lib/core/helpers.ts', 'lib/core/env.ts'], ['lib', 'scripts']);
    expect(said).toEqual([
      `lib/utils/a.ts: ${NAME_RULE.message}`,
      `lib/core/helpers.ts: ${NAME_RULE.message}`,
      `scripts: ${ROOT_RULE.message}`,
    ]);
  });

  test.each(ALLOWED)('%s may: %s', (path, source) => {
    expect(planted(path, source)).toEqual([]);
  });
});

describe('the linter says the same words', () => {
  const room = mkdtempSync(join(tmpdir(), 'gatehouse-lint-'));
  afterAll(() => rmSync(room, { recursive: true }));

  const nameless = ['lib/infra/e.ts', `import { parse } from '../utils/parse';`] as const;
  const expected = [
    ...IMPORT_RULES.map(({ name, message }) => `${BREACHES[name]?.[0]}: ${message}`),
    ...CODE_BREACHES.filter(({ isLinted }) => isLinted).map(({ planted: [path], message }) => `${path}: ${message}`),
    `${nameless[0]}: ${NAME_RULE.message}`,
  ];

  const lint = () => {
    const sources = [
      ...Object.values(BREACHES),
      ...CODE_BREACHES.map((breach) => breach.planted),
      ...ALLOWED,
      nameless,
    ];
    for (const [path, source] of sources) {
      mkdirSync(join(room, dirname(path)), { recursive: true });
      writeFileSync(join(room, path), source);
    }
    for (const path of ['oxlint.config.mjs', 'tests/architecture/house-rules.mjs']) cpSync(path, join(room, path));
    const rules = ['-A', 'all', '-D', 'no-restricted-imports', '-D', 'no-restricted-properties'];
    const program = join(root, 'node_modules/.bin/oxlint');
    const run = spawnSync(program, ['-c', 'oxlint.config.mjs', '-f', 'json', ...rules], {
      cwd: room,
      encoding: 'utf8',
    });
    return JSON.parse(run.stdout) as { diagnostics: { filename: string; help?: string; code: string }[] };
  };

  test('about every planted breach, and nothing about what is allowed', () => {
    const said = lint()
      .diagnostics.filter(({ code }) => code.includes('no-restricted'))
      .map(({ filename, help }) => `${filename}: ${help}`);
    expect(said.toSorted()).toEqual(expected.toSorted());
  });
});
