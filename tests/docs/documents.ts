import { readFileSync } from 'node:fs';
import { listPaths } from '../architecture/source-tree';

/** A fenced block of a document, without the indentation of the list that it may stand in. */
export type Block = {
  /** Where it stands, for messages: `docs/guides/protect.md:12`. */
  place: string;
  language: string;
  /** The file that it is a part of, where it says so: ```ts file=lib/core/env.ts */
  partOf: string | undefined;
  /** With a line break at its end. */
  text: string;
};

export type Document = {
  file: string;
  blocks: Block[];
  /** What is outside of the blocks. */
  prose: string;
};

const FENCE = /^( *)```(\w*)(?: file=(\S+))?[^\n]*\n([\s\S]*?)^\1```$/gm;

function blockOf(file: string, text: string, found: RegExpExecArray): Block {
  const [, indent = '', language = '', partOf, inside = ''] = found;
  const lines = inside.split('\n').map((line) => (line.startsWith(indent) ? line.slice(indent.length) : line));
  const place = `${file}:${text.slice(0, found.index).split('\n').length}`;
  return { place, language, partOf, text: lines.join('\n') };
}

/** A document in Markdown, taken apart. */
export function readDocument(file: string, text = readFileSync(file, 'utf8')): Document {
  const blocks = [...text.matchAll(FENCE)].map((found) => blockOf(file, text, found));
  return { file, blocks, prose: text.replaceAll(FENCE, '') };
}

/** The README and everything under docs/. */
export function readDocuments(): Document[] {
  const { files } = listPaths(process.cwd());
  const ours = files.filter((file) => file === 'README.md' || /^docs\/.+\.md$/.test(file));
  return ours.map((file) => readDocument(file));
}

/** What the documents have one type after `npm run`, each with the document that does. */
export function commandsIn(documents: readonly Document[]): [file: string, words: string][] {
  const command = /npm run ([\w:-]+(?:[ \t]+[^\s`#|&;)][^\n`#|&;)]*)?)/g;
  return documents.flatMap(({ file, prose, blocks }) =>
    [prose, ...blocks.map(({ text }) => text)].flatMap((text) =>
      [...text.matchAll(command)].map(([, words = '']): [string, string] => [file, words.trim()]),
    ),
  );
}

/** The words after `npm run <script> --`, wherever none of them is left open. */
export function wordsAfter(script: string, documents: readonly Document[]): string[][] {
  return commandsIn(documents).flatMap(([, words]) => {
    const [, rest] = new RegExp(String.raw`^${script} -- (.+)$`).exec(words) ?? [];
    return rest === undefined || /[<…]/.test(rest) ? [] : [rest.replace(/[.,]$/, '').split(/\s+/)];
  });
}
