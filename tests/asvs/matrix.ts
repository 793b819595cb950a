import type { Chapter, Reason, Requirement } from './requirement';
import type { Tag } from './tags';

type Kind = Reason['kind'] | 'tests';
type Tags = readonly Tag[];

const LEVELS = [1, 2, 3] as const;

const KINDS = ['document', 'construction', 'not applicable', 'not kept'] as const satisfies Reason['kind'][];

const MEANINGS: Record<Kind, string> = {
  tests: 'tests carry its tag',
  document: 'it asks for something written, and that is there',
  construction: 'it holds by what is, or is not, in the code; there is no answer to test',
  'not applicable': 'there is nothing here that it is about',
  'not kept': 'we do not',
};

const WORDS: Record<Reason['kind'], string> = {
  document: 'Written down',
  construction: 'By construction',
  'not applicable': 'Not applicable',
  'not kept': '**Not kept**',
};

/** Text as a cell of a Markdown table shows it. */
function cell(text: string): string {
  return text.replaceAll(/[\\|<>[\]*_`$]/g, String.raw`\$&`);
}

/** A row that waits for its tests is not kept yet. */
function kindOf({ id, reason }: Requirement, tags: Tags): Kind {
  if (reason) return reason.kind;
  return tags.some((tag) => tag.id === id) ? 'tests' : 'not kept';
}

function evidenceOf({ id, reason }: Requirement, tags: Tags): string {
  const own = tags.filter((tag) => tag.id === id);
  const nameOf = (file: string) => file.replace(/^.*\//, '').replace(/\.(?:test|spec)\.tsx?$/, '');
  const tests = own.map(({ file, title }) => `[${nameOf(file)}](../${file}): ${cell(title)}`);
  const why = reason ? [`${WORDS[reason.kind]}: ${reason.words}`] : [];
  return [...why, ...tests].join('<br>') || `${WORDS['not kept']}: its tests are still to come.`;
}

function countsOf(requirements: readonly Requirement[], tags: Tags): string[] {
  const count = (kind: Kind, level: number) =>
    requirements.filter((row) => kindOf(row, tags) === kind && row.level === level).length;
  const line = (kind: Kind) => {
    const numbers = LEVELS.map((level) => count(kind, level));
    const total = numbers.reduce((sum, number) => sum + number, 0);
    return `| ${kind} | ${MEANINGS[kind]} | ${[...numbers, total].join(' | ')} |`;
  };
  return [
    '| kept by | which means | level 1 | level 2 | level 3 | together |',
    '| --- | --- | --- | --- | --- | --- |',
    ...(['tests', ...KINDS] as const).map(line),
  ];
}

function chapterLines({ title, requirements }: Chapter, tags: Tags): string[] {
  const rows = requirements.map((row) => `| ${row.id} | ${row.level} | ${cell(row.asks)} | ${evidenceOf(row, tags)} |`);
  const head = ['| | level | asks | tests, or why not |', '| --- | --- | --- | --- |'];
  // Long cells, padded, would make one changed title a change of every line.
  return ['', `## ${title}`, '', '<!-- oxfmt-ignore -->', ...head, ...rows];
}

const PREFACE = `# OWASP ASVS 5.0.0, row by row

Written by \`npm run asvs\` from \`tests/asvs\` and from the tags of the tests (\`// asvs:6.2.4\` in the line above one); a test
holds this page against them. What the rows ask is said in our own words; the [standard](https://github.com/OWASP/ASVS)
has the last one.

<!-- oxfmt-ignore -->`;

/** docs/asvs.md, whole. */
export function asvsDocument(chapters: readonly Chapter[], tags: Tags): string {
  const requirements = chapters.flatMap((chapter) => chapter.requirements);
  const lines = chapters.flatMap((chapter) => chapterLines(chapter, tags));
  return [PREFACE, ...countsOf(requirements, tags), ...lines, ''].join('\n');
}
