'use client';

import { FailurePage } from '@/components/shell/failure-page';
import './globals.css';

/** Stands in for the root layout when that itself failed, and so brings its own document. */
export default function GlobalErrorPage({ error, retry }: { error: unknown; retry: () => void }) {
  return (
    <html lang="en">
      <body>
        <FailurePage error={error} retry={retry} />
      </body>
    </html>
  );
}
