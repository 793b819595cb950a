import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { DeadEndPage } from '@/components/shell/dead-end-page';
import { buttonClass } from '@/components/ui/button-class';
import { isAnsweredWith, requestedPath } from '@/lib/http/request-scope';

export const metadata: Metadata = { title: 'Out of reach for a moment' };

/** Stands in, at its own address and with status 503, for a private page while nobody can be recognised. */
export default function UnavailablePage() {
  if (!isAnsweredWith(503)) notFound();
  return (
    <DeadEndPage
      title="We cannot see who is at the gate"
      actions={
        // As a whole, once more: a client navigation would come here again.
        <a href={requestedPath()} className={buttonClass('primary')}>
          Try again
        </a>
      }
    >
      <p>
        Something that this site stands on does not answer for the moment. Nothing of yours is lost, and you are still
        signed in: try again in a few seconds.
      </p>
    </DeadEndPage>
  );
}
