import { readFileSync } from 'node:fs';
import { listPaths } from '../architecture/source-tree';

/** A fenced block of a document, without the indentation of the list that it may stand in. */
export type Block = {
  /** Where it stands, for messages: `docs/guides/protect.md:12`. */
  place: string;
  language: string;
  /** With a line break at its end. */
  text: string;
};

export type Document = {
  file: string;
  blocks: Block[];
  /** What is outside of the blocks. */
  prose: string;
};

const FENCE = /^( *)```(\w*)[^\n]*\n([\s\S]*?)^\1```$/gm;

function blockOf(file: string, text: string, [, indent = '', language = '', inside = '']: RegExpExecArray, at: number) {
  const lines = inside.split('\n').map((line) => (line.startsWith(indent) ? line.slice(indent.length) : line));
  return { place: `${file}:${text.slice(0, at).split('\n').length}`, language, text: lines.join('\n') };
}

/** A document in Markdown, taken apart. */
export function readDocument(file: string, text = readFileSync(file, 'utf8')): Document {
  const blocks = [...text.matchAll(FENCE)].map((found) => blockOf(file, text, found, found.index));
  return { file, blocks, prose: text.replaceAll(FENCE, '') };
}

/** The README and everything under docs/. */
export function readDocuments(): Document[] {
  const { files } = listPaths(process.cwd());
  const ours = files.filter((file) => file === 'README.md' || /^docs\/.+\.md$/.test(file));
  return ours.map((file) => readDocument(file));
}
