import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readDocument, readDocuments } from './documents';
import { applyExamples, changesOf } from './examples';

const ROOT = process.cwd();
/** What the examples may build on. */
const COPIED = [
  'app components docs e2e emails lib prisma tests',
  'prisma.config.ts compose.yaml .env.example',
].flatMap((line) => line.split(' '));

let copy = '';
beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), 'gatehouse-docs-'));
  for (const path of COPIED) cpSync(join(ROOT, path), join(copy, path), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
});
afterAll(() => rmSync(copy, { recursive: true }));

/** Stands in for what `next typegen` writes, which knows only the pages that there are. */
const GENERATED = `/// <reference types="next" />
declare type PageProps<_Path extends string> = {
  params: Promise<Record<string, string>>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};
`;

/** Runs a program of Node in the copy; returns all that it says where it fails. */
function run(program: string, ...words: string[]): string {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...words], { cwd: copy, encoding: 'utf8' });
  return status === 0 ? '' : `${stdout}${stderr}`;
}

/** Type-checks these files and what they import, in one run on one core. Returns what the compiler says. */
function typeCheck(files: readonly string[]): string {
  const generated = 'generated-by-next.d.ts';
  writeFileSync(join(copy, generated), GENERATED);
  const config = {
    extends: join(ROOT, 'tsconfig.json'),
    compilerOptions: { incremental: false, paths: { '@/*': ['./*'] } },
    include: [generated, ...files.filter((file) => /\.tsx?$/.test(file))],
  };
  writeFileSync(join(copy, 'tsconfig.json'), JSON.stringify(config));
  return run(join(ROOT, 'node_modules/typescript/bin/tsc'), '-p', copy, '--singleThreaded');
}

describe('the examples of the README and the guides', () => {
  it('fit the project, all of them together, and type-check', { timeout: 120_000 }, () => {
    const changes = readDocuments().flatMap(({ blocks }) => changesOf(blocks));
    const files = applyExamples(copy, changes);
    expect(files.length).toBeGreaterThan(30);
    // One of them adds a column.
    expect(run('lib/cli/generate.mjs')).toBe('');
    expect(typeCheck(files)).toBe('');
  });
});

describe('an example', () => {
  const change = (text: string, before?: string) => {
    const [first] = changesOf(readDocument('a.md', text).blocks);
    return first && [first.path, first.change(before)];
  };

  it('that begins with its path is a file', () => {
    expect(change('1. x\n\n   ```ts\n   // lib/a.ts\n   a();\n   ```\n')).toEqual(['lib/a.ts', '// lib/a.ts\na();\n']);
    expect(() => change('```ts\n// lib/a.ts\n```\n', 'other')).toThrow('a.md:1 makes a file that is there already.');
  });

  it('that has no path is a module of its own, and in another language nothing', () => {
    expect(change('x\n\n```ts\na();\n```\n')).toEqual(['tests/examples/a-md-3.ts', 'a();\n']);
    expect(change('```sh\nls\n```\n')).toBeUndefined();
  });

  it('that is a part of a file is in there', () => {
    const text = '```ts file=lib/a.ts\nb();\n```\n';
    expect(change(text, 'a();\nb();\n')).toEqual(['lib/a.ts', 'a();\nb();\n']);
    expect(() => change(text, 'a();\n')).toThrow('a.md:1 is not in lib/a.ts any more.');
  });

  it('that is a change finds what it changes, once', () => {
    const text = '```diff\n@@ lib/a.ts @@\n one\n-two\n+2\n```\n';
    expect(change(text, 'one\ntwo\nthree\n')).toEqual(['lib/a.ts', 'one\n2\nthree\n']);
    expect(() => change(text, 'one\nthree\n')).toThrow(
      'a.md:1 does not fit lib/a.ts any more: what it changes is not there.',
    );
    expect(() => change(text, 'one\ntwo\none\ntwo\n')).toThrow('several times');
    expect(() => change('```diff\n-a\n```\n', '')).toThrow('each hunk begins with');
  });
});
