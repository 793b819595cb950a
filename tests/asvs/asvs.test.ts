import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { listPaths, readSources } from '../architecture/source-tree';
import { asvsDocument } from './matrix';
import { CHAPTERS } from './requirements';
import { allTags, tagsIn } from './tags';

const root = process.cwd();
const { tags, problems } = allTags(readSources(root, listPaths(root).files));
const requirements = CHAPTERS.flatMap((chapter) => chapter.requirements);
const tagged = new Set(tags.map(({ id }) => id));
const idsOf = (rows: readonly { id: string }[]) => rows.map(({ id }) => id);

describe('a requirement', () => {
  it('has one row', () => {
    const ids = idsOf(requirements);
    expect(ids.filter((id, at) => ids.indexOf(id) !== at)).toEqual([]);
  });

  it('has a test, or the reason why not', () => {
    const bare = requirements.filter(({ id, reason }) => !reason && !tagged.has(id));
    expect(idsOf(bare)).toEqual([]);
  });

  it('that is not kept, or does not apply, has no test that says otherwise', () => {
    const denied = requirements.filter(
      ({ reason }) => reason?.kind === 'not kept' || reason?.kind === 'not applicable',
    );
    expect(idsOf(denied).filter((id) => tagged.has(id))).toEqual([]);
  });
});

describe('a tag', () => {
  it('stands on a test, and names a row', () => {
    expect(problems).toEqual([]);
    const known = new Set(idsOf(requirements));
    expect(tags.filter(({ id }) => !known.has(id))).toEqual([]);
  });

  it.each([
    [`// asvs:6.2.4\nit('x', () => {});`, [['6.2.4', 'x']]],
    [
      `// asvs:6.2.4 asvs:2.1.1\ntest.describe('x', () => {});`,
      [
        ['6.2.4', 'x'],
        ['2.1.1', 'x'],
      ],
    ],
    [
      `describe('a', () => {\n  // asvs:6.2.4\n  it.each([\n    1,\n  ])(\n    'x %s',\n    () => {},\n  );\n});`,
      [['6.2.4', 'x %s']],
    ],
    ['// asvs:6.2.4\ntest(`${path} is there`, () => {});', [['6.2.4', '… is there']]],
  ])('is read from %j', (source, expected) => {
    expect(tagsIn('x.test.ts', source).tags.map(({ id, title }) => [id, title])).toEqual(expected);
  });

  it.each([
    [`// asvs:6.2.4\nconst x = 1;`, 'does not stand on a test'],
    [`// asvs:6.2.4\n\nhelp('x');`, 'does not stand on a test'],
    [`// asvs:6.2.4, asvs:2.1.1\nit('x', () => {});`, '"asvs:6.2.4," is no tag'],
    [`// asvs:6.2.4 and\nit('x', () => {});`, '"and" is no tag'],
  ])('is wrong in %j', (source, problem) => {
    expect(tagsIn('x.test.ts', source).problems.join()).toContain(problem);
  });
});

describe('docs/asvs.md', () => {
  it('is what `npm run asvs` writes', async () => {
    expect(readFileSync('docs/asvs.md', 'utf8')).toBe(asvsDocument(CHAPTERS, tags));
  });

  it('leads only to documents and headings that there are', () => {
    const links = [...readFileSync('docs/asvs.md', 'utf8').matchAll(/\]\((?!\.\.|https:)([\w.-]+)(?:#([\w-]+))?\)/g)];
    expect(links.length).toBeGreaterThan(5);
    for (const [, file = '', heading] of links) {
      const text = readFileSync(`docs/${file}`, 'utf8');
      const headings = [...text.matchAll(/^#+ (.+)$/gm)].map(([, words = '']) =>
        words
          .toLowerCase()
          .replaceAll(/[^\w -]/g, '')
          .replaceAll(' ', '-'),
      );
      if (heading !== undefined) expect(headings, `${file}#${heading}`).toContain(heading);
    }
  });
});
