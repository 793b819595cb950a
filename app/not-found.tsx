import type { Metadata } from 'next';
import Link from 'next/link';
import { DeadEndPage } from '@/components/shell/dead-end-page';
import { buttonClass } from '@/components/ui/button-class';

export const metadata: Metadata = { title: 'Page not found' };

export default function NotFoundPage() {
  return (
    <DeadEndPage
      title="There is nothing behind this gate"
      actions={
        <Link href="/" prefetch={false} className={buttonClass('primary')}>
          Go to the start page
        </Link>
      }
    >
      <p>This page does not exist, or is not for you to see. Check the address for a slip.</p>
    </DeadEndPage>
  );
}
