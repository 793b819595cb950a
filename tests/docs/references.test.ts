import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readWish } from '@/lib/cli/import-people/wishes';
import { SETTING_NAMES } from '@/lib/core/settings';
import { listPaths } from '../architecture/source-tree';
import { commandsIn, readDocuments, wordsAfter } from './documents';
import { changesOf } from './examples';

const documents = readDocuments();
const { files, rootEntries } = listPaths(process.cwd());
/** Settings of others: Next's. */
const FOREIGN_SETTINGS = ['KEEP_ALIVE_TIMEOUT'];
const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };

/** What the first group of `pattern` finds in the prose, each with the document that says it. */
function named(pattern: RegExp): [file: string, what: string][] {
  return documents.flatMap(({ file, prose }) =>
    [...prose.matchAll(pattern)].map(([, what = '']): [string, string] => [file, what]),
  );
}

/** GitHub's anchor of a heading. */
function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');
}

function anchorsOf(file: string): string[] {
  return [...readFileSync(file, 'utf8').matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => anchorOf(heading));
}

describe('what the documents name is there', () => {
  it('links and anchors', () => {
    const links = named(/\]\((?!https?:)([^)\s]+)\)/g);
    expect(links.length).toBeGreaterThan(20);
    const broken = links.filter(([file, link]) => {
      const [path = '', anchor] = link.split('#');
      const target = path === '' ? file : posix.normalize(posix.join(dirname(file), path));
      return !existsSync(target) || (anchor !== undefined && !anchorsOf(target).includes(anchor));
    });
    expect(broken).toEqual([]);
  });

  it('files and folders', () => {
    const made = documents.flatMap(({ blocks }) => changesOf(blocks)).map(({ path }) => path);
    const isOurs = (path: string) => rootEntries.includes(path.split('/')[0] ?? '') && !/[{}<>*…]|\.\.\./.test(path);
    const paths = named(/`((?:[\w@.[\]()-]+\/)+[\w@.[\]()-]*)`/g).filter(([, path]) => isOurs(path));
    expect(paths.length).toBeGreaterThan(50);
    // A folder may be ignored, and a file may be one that an example makes.
    expect(paths.filter(([, path]) => !existsSync(path) && !made.includes(path))).toEqual([]);
  });

  it('settings and other names in capitals', () => {
    const sources = files.filter(
      (file) => !/^(?:docs\/|README|package-lock)/.test(file) && !/\.(?:png|ico)$/.test(file),
    );
    const text = sources.map((file) => readFileSync(file, 'utf8')).join('\n');
    const written = documents
      .flatMap(({ blocks }) => blocks)
      .map((block) => block.text)
      .join('\n');
    const names = named(/`([A-Z][A-Z0-9]*_[A-Z0-9_]+)(?:=[^`]*)?`/g);
    expect(names.filter(([, name]) => SETTING_NAMES.includes(name)).length).toBeGreaterThan(20);
    const isKnown = (name: string) =>
      FOREIGN_SETTINGS.includes(name) || new RegExp(String.raw`\b${name}\b`).test(`${text}\n${written}`);
    expect(names.filter(([, name]) => !isKnown(name))).toEqual([]);
  });
});

describe('the commands of the documents', () => {
  const commands = commandsIn(documents);

  it('are scripts that there are', () => {
    expect(commands.length).toBeGreaterThan(20);
    const unknown = commands.filter(([, words]) => !((/^[\w-]+(?::[\w-]+)*/.exec(words)?.[0] ?? '') in scripts));
    expect(unknown).toEqual([]);
  });

  it('ask for administrators and for people to be brought in words that are understood', () => {
    for (const [verb] of wordsAfter('admin', documents)) expect(verb).toBe('create');
    expect(wordsAfter('import-people', documents).map((words) => readWish(words).file)).toContain('people.jsonl');
  });
});

describe('docs/architecture.md', () => {
  const [walks] = documents.filter(({ file }) => file === 'docs/architecture.md');
  /** Files in the order of the walk, each with the functions that are named after it. */
  const stops = [...(walks?.prose ?? '').matchAll(/`([\w@./[\]-]+\.tsx?)`|`(\w+)\(\)`/g)].reduce<[string, string[]][]>(
    (found, [, file, name = '']) => {
      if (file === undefined) found.at(-1)?.[1].push(name);
      else found.push([file, []]);
      return found;
    },
    [],
  );

  it('names functions that are in the files that it names', () => {
    expect(stops.length).toBeGreaterThan(30);
    const missing = stops.flatMap(([file, names]) => {
      const source = readFileSync(join(process.cwd(), file), 'utf8');
      const declares = (name: string) => new RegExp(String.raw`(?:function\*?|const) ${name}\b`).test(source);
      return names.filter((name) => !declares(name)).map((name) => `${file}: ${name}`);
    });
    expect(missing).toEqual([]);
  });
});
