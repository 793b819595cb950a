import Link from 'next/link';
import type { ReactNode } from 'react';
import { GateMark } from '@/components/brand/gate-mark';
import { PRODUCT_NAME } from '@/lib/shared/product';

/** The product's name on the one side, and whatever this page offers on the other. */
export function SiteHeader({ children }: { children?: ReactNode }) {
  return (
    <header className="mx-auto flex w-full max-w-6xl flex-wrap items-center justify-between gap-x-6 gap-y-2 px-5 py-4 sm:px-8">
      <Link
        href="/"
        prefetch={false}
        className="inline-flex min-h-11 items-center gap-2.5 rounded-control text-lg font-semibold"
      >
        <GateMark className="size-7 text-accent" />
        {PRODUCT_NAME}
      </Link>
      {children}
    </header>
  );
}
