import { parseSync } from 'oxc-parser';
import type { SourceTree } from '../architecture/source-tree';

/** A test that says it proves a requirement. */
export type Tag = { id: string; file: string; title: string };

type Program = ReturnType<typeof parseSync>['program'];
type Node = { type: string; start: number; end: number } & Record<string, unknown>;

const TAG_LINE = /^\s*asvs:\d/;
const TAG = /^asvs:(\d+\.\d+\.\d+)$/;

/** Every statement-like expression of a file, by where it begins. */
function expressionsOf(program: Program): Map<number, Node> {
  const found = new Map<number, Node>();
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) for (const item of value) visit(item);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return;
    const node = value as Node;
    if (node.type === 'ExpressionStatement') found.set(node.start, node['expression'] as Node);
    for (const child of Object.values(node)) visit(child);
  };
  visit(program);
  return found;
}

/** `it('…')`, `test.describe('…')`, `it.each(table)('…')` → its title; undefined for anything else. */
function titleOf(call: Node | undefined, source: string): string | undefined {
  if (call?.type !== 'CallExpression') return undefined;
  const isTest = /^(?:it|test|describe)\b/.test(source.slice(call.start, call.end));
  const [title] = call['arguments'] as Node[];
  if (!isTest || title === undefined) return undefined;
  if (title.type === 'Literal') return String(title['value']);
  if (title.type !== 'TemplateLiteral') return undefined;
  return source.slice(title.start + 1, title.end - 1).replaceAll(/\$\{[^}]*\}+/g, '…');
}

/** The tags in one file, and what is wrong with the others: each as a sentence. */
export function tagsIn(file: string, source: string): { tags: Tag[]; problems: string[] } {
  const { comments, program } = parseSync(file, source);
  const lines = comments.filter(({ type, value }) => type === 'Line' && TAG_LINE.test(value));
  if (lines.length === 0) return { tags: [], problems: [] };
  const expressions = expressionsOf(program);
  const found = lines.map(({ value, end }) => {
    const next = end + source.slice(end).search(/\S|$/);
    const title = titleOf(expressions.get(next), source);
    if (title === undefined) return { tags: [], problems: [`${file}: "${value.trim()}" does not stand on a test.`] };
    const words = value.trim().split(/\s+/);
    const ids = words.map((word) => TAG.exec(word)?.[1]);
    return {
      tags: ids.flatMap((id) => (id === undefined ? [] : [{ id, file, title }])),
      problems: words.filter((word) => !TAG.test(word)).map((word) => `${file}: "${word}" is no tag.`),
    };
  });
  return { tags: found.flatMap(({ tags }) => tags), problems: found.flatMap(({ problems }) => problems) };
}

/** Every tag of the tests, in the order of their files. */
export function allTags(tree: SourceTree): { tags: Tag[]; problems: string[] } {
  const tests = [...tree].filter(([file]) => /^(?:tests\/.*\.test\.tsx?|e2e\/.*\.spec\.ts)$/.test(file));
  const found = tests.toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([file, source]) => tagsIn(file, source));
  return { tags: found.flatMap(({ tags }) => tags), problems: found.flatMap(({ problems }) => problems) };
}
