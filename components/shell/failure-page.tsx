import { buttonClass } from '@/components/ui/button-class';
import { DeadEndPage } from './dead-end-page';

/** The number under which the log holds what happened; a value thrown in the browser has none. */
function referenceOf(error: unknown): string | null {
  if (!(error instanceof Error) || !('digest' in error)) return null;
  return typeof error.digest === 'string' ? error.digest : null;
}

/** What is left to show when a page failed: no details, only a reference to them and a way on. */
export function FailurePage({ error, retry }: { error: unknown; retry: () => void }) {
  const reference = referenceOf(error);
  return (
    <DeadEndPage
      title="Something went wrong on our side"
      actions={
        <>
          <button type="button" onClick={retry} className={buttonClass('primary')}>
            Try again
          </button>
          {/* A whole new page: a client navigation would keep the very layout that broke. */}
          {/* oxlint-disable-next-line next/no-html-link-for-pages */}
          <a href="/" className={buttonClass('secondary')}>
            Go to the start page
          </a>
        </>
      }
    >
      <title>Something went wrong</title>
      <p>Please try again. If it stays, tell the people who run this site.</p>
      {reference && (
        <p className="mt-2 text-sm">
          Reference: <code className="select-all">{reference}</code>
        </p>
      )}
    </DeadEndPage>
  );
}
