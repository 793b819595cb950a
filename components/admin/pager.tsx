import Link from 'next/link';
import { buttonClass } from '@/components/ui/button-class';
import { LinkPending } from '@/components/ui/link-pending';
import { inFigures } from './in-figures';

type Props = {
  page: number;
  pages: number;
  /** The address of a page by its number. */
  hrefOf: (page: number) => string;
};

/** Which page this is, and the ways to those beside it; nothing where all is on one. */
export function Pager({ page, pages, hrefOf }: Props) {
  if (pages <= 1) return null;
  return (
    <nav aria-label="Pages" className="mt-6 flex flex-wrap items-center justify-between gap-3">
      <p className="text-sm text-muted">
        Page {inFigures(page)} of {inFigures(pages)}
      </p>
      <div className="flex flex-wrap gap-3">
        {page > 1 && (
          <Link href={hrefOf(page - 1)} rel="prev" prefetch={false} className={buttonClass('secondary')}>
            Previous <LinkPending />
          </Link>
        )}
        {page < pages && (
          <Link href={hrefOf(page + 1)} rel="next" prefetch={false} className={buttonClass('secondary')}>
            Next <LinkPending />
          </Link>
        )}
      </div>
    </nav>
  );
}
