import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Block } from './documents';

/** How a new file says in its first line which one it is, by language. */
const TITLE: Record<string, RegExp> = {
  ts: /^\/\/ ([\w@[\]().-]+(?:\/[\w@[\]().-]+)+)\n/,
  tsx: /^\/\/ ([\w@[\]().-]+(?:\/[\w@[\]().-]+)+)\n/,
  sql: /^-- ([\w.-]+(?:\/[\w.-]+)+)\n/,
};

/** What an example changes: a file that it makes, or one that is there. */
export type Change = { place: string; path: string; change: (before: string | undefined) => string };

/** The changes that the examples of a document come to, in their order. A module without a path gets one of its own. */
export function changesOf(blocks: readonly Block[]): Change[] {
  return blocks.flatMap((block): Change[] => {
    const { place, language, partOf, text } = block;
    if (partOf !== undefined) return [{ place, path: partOf, change: (before) => whole(block, before) }];
    if (language === 'diff') return hunksOf(block);
    const path = TITLE[language]?.exec(text)?.[1];
    if (path !== undefined) return [{ place, path, change: (before) => newFile(place, text, before) }];
    if (language !== 'ts' && language !== 'tsx') return [];
    const name = place.toLowerCase().replaceAll(/[/.:]/g, '-');
    return [{ place, path: `tests/examples/${name}.${language}`, change: () => text }];
  });
}

function newFile(place: string, text: string, before: string | undefined): string {
  if (before !== undefined && before !== text) throw new Error(`${place} makes a file that is there already.`);
  return text;
}

/** The file that a block is a part of, as it is. */
function whole({ place, partOf, text }: Block, before = ''): string {
  if (!before.includes(text)) throw new Error(`${place} is not in ${partOf} any more.`);
  return before;
}

/** The hunks of a block of language `diff`, each of which begins with `@@ path @@`. */
function hunksOf({ place, text }: Block): Change[] {
  return text
    .split(/^(?=@@ )/m)
    .filter((hunk) => hunk !== '')
    .map((hunk) => {
      const [, path, lines = ''] = /^@@ (\S+) @@\n([\s\S]*)$/.exec(hunk) ?? [];
      if (path === undefined) throw new Error(`${place}: each hunk begins with a line “@@ path @@”.`);
      return { place, path, change: (before) => patched({ place, path, lines }, before) };
    });
}

type Hunk = { place: string; path: string; lines: string };

function patched({ place, path, lines }: Hunk, before: string | undefined): string {
  const without = (sign: string) =>
    lines
      .split(/(?<=\n)/)
      .filter((line) => !line.startsWith(sign))
      .map((line) => line.replace(/^[ +-]/, ''))
      .join('');
  const [old, ...rest] = (before ?? '').split(without('+'));
  if (old === undefined || rest.length !== 1) {
    const found = rest.length === 0 ? 'not there' : 'there several times';
    throw new Error(`${place} does not fit ${path} any more: what it changes is ${found}.`);
  }
  return [old, ...rest].join(without('-'));
}

/** Makes these changes to a copy of the project. Returns the paths of the files that are new or other than before. */
export function applyExamples(root: string, changes: readonly Change[]): string[] {
  for (const { path, change } of changes) {
    const target = join(root, path);
    const changed = change(existsSync(target) ? readFileSync(target, 'utf8') : undefined);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, changed);
  }
  return [...new Set(changes.map(({ path }) => path))];
}
