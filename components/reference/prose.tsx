import { InlineText } from './inline-text';

/** Paragraphs and lists, as the descriptions of the API are written: blank lines between, items behind a hyphen. */
export function Prose({ text }: { text: string }) {
  return text.split('\n\n').map((block) => {
    if (!block.startsWith('- ')) {
      return (
        <p key={block} className="mt-3">
          <InlineText text={block} />
        </p>
      );
    }
    return (
      <ul key={block} className="mt-2 list-disc ps-6">
        {block.split('\n').map((line) => (
          <li key={line}>
            <InlineText text={line.slice(2)} />
          </li>
        ))}
      </ul>
    );
  });
}
