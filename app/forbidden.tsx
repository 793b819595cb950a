import type { Metadata } from 'next';
import Link from 'next/link';
import { DeadEndPage } from '@/components/shell/dead-end-page';
import { buttonClass } from '@/components/ui/button-class';

export const metadata: Metadata = { title: 'Not allowed' };

export default function ForbiddenPage() {
  return (
    <DeadEndPage
      title="This gate stays closed for you"
      actions={
        <Link href="/dashboard" prefetch={false} className={buttonClass('primary')}>
          Go to your dashboard
        </Link>
      }
    >
      <p>
        Your account may not open this page: a role that you lack or a rule keeps you out. If it should, ask an
        administrator.
      </p>
    </DeadEndPage>
  );
}
