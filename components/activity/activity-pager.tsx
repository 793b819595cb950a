import Link from 'next/link';
import { buttonClass } from '@/components/ui/button-class';

type Props = { path: string; isFirst: boolean; nextCursor: string | null };

/** The way to what is older, and from there back to the newest; nothing where all is on one page. */
export function ActivityPager({ path, isFirst, nextCursor }: Props) {
  if (isFirst && nextCursor === null) return null;
  return (
    <nav aria-label="Pages of the activity" className="mt-6 flex flex-wrap justify-between gap-3">
      {!isFirst && (
        <Link href={path} className={buttonClass('secondary')}>
          Newest
        </Link>
      )}
      {nextCursor !== null && (
        <Link
          href={`${path}?cursor=${encodeURIComponent(nextCursor)}`}
          prefetch={false}
          className={`${buttonClass('secondary')} ms-auto`}
        >
          Older
        </Link>
      )}
    </nav>
  );
}
