'use client';

import { useLinkStatus } from 'next/link';
import { Spinner } from './spinner';

/** Inside of a link: shows that its page is on its way, where that takes longer than a moment. */
export function LinkPending() {
  const { pending } = useLinkStatus();
  return (
    <span role="status" className="empty:hidden">
      {pending && (
        <span className="inline-grid animate-late">
          <Spinner />
          <span className="sr-only">Loading…</span>
        </span>
      )}
    </span>
  );
}
