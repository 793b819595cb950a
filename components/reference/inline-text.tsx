import { TextLink } from '@/components/ui/text-link';

const MARKED = /`([^`]+)`|\[([^\]]+)\]\(([^)]+)\)/;

/** Words in which backquotes mark code, and `[words](address)` is a link. */
export function InlineText({ text }: { text: string }) {
  const parts = text.split(new RegExp(MARKED, 'g'));
  // Split leaves words, code, and a link's words and address, over and over.
  return parts.map((part, n) => {
    if (part === undefined || part === '' || n % 4 === 3) return null;
    if (n % 4 === 1) {
      return (
        <code key={n} className="wrap-anywhere">
          {part}
        </code>
      );
    }
    if (n % 4 === 2) {
      return (
        <TextLink key={n} href={parts[n + 1] ?? ''}>
          {part}
        </TextLink>
      );
    }
    return part;
  });
}
