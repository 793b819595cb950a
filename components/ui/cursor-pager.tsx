import Link from 'next/link';
import { buttonClass } from './button-class';
import { LinkPending } from './link-pending';

type Props = {
  label: string;
  path: string;
  /** What else the addresses of the pages say. */
  query?: Readonly<Record<string, string>>;
  isFirst: boolean;
  nextCursor: string | null;
};

/** The way to what is older, and from there back to the newest; nothing where all is on one page. */
export function CursorPager({ label, path, query = {}, isFirst, nextCursor }: Props) {
  if (isFirst && nextCursor === null) return null;
  return (
    <nav aria-label={label} className="mt-6 flex flex-wrap justify-between gap-3">
      {!isFirst && (
        <Link href={addressOf(path, query)} prefetch={false} className={buttonClass('secondary')}>
          Newest <LinkPending />
        </Link>
      )}
      {nextCursor !== null && (
        <Link
          href={addressOf(path, { ...query, cursor: nextCursor })}
          prefetch={false}
          className={`${buttonClass('secondary')} ms-auto`}
        >
          Older <LinkPending />
        </Link>
      )}
    </nav>
  );
}

function addressOf(path: string, query: Readonly<Record<string, string>>): string {
  const search = new URLSearchParams(query);
  return search.size > 0 ? `${path}?${search}` : path;
}
