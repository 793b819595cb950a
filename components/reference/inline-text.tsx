import { Fragment } from 'react';
import { TextLink } from '@/components/ui/text-link';

const MARKED = /`([^`]+)`|\[([^\]]+)\]\(([^)]+)\)/g;

type Piece = { at: number; before: string; code: string | undefined; words: string | undefined; address: string };

/** A text as what is marked in it, each with the words before it; and the rest. */
function taken(text: string): { pieces: Piece[]; rest: string } {
  const pieces: Piece[] = [];
  let at = 0;
  for (const { 0: whole, 1: code, 2: words, 3: address = '', index } of text.matchAll(MARKED)) {
    pieces.push({ at, before: text.slice(at, index), code, words, address });
    at = index + whole.length;
  }
  return { pieces, rest: text.slice(at) };
}

/** Words in which backquotes mark code, and `[words](address)` is a link. */
export function InlineText({ text }: { text: string }) {
  const { pieces, rest } = taken(text);
  return (
    <>
      {pieces.map(({ at, before, code, words, address }) => (
        <Fragment key={at}>
          {before}
          {code === undefined ? (
            <TextLink href={address}>{words}</TextLink>
          ) : (
            <code className="wrap-anywhere">{code}</code>
          )}
        </Fragment>
      ))}
      {rest}
    </>
  );
}
