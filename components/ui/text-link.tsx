import Link from 'next/link';
import type { ReactNode } from 'react';

/** A link within a sentence: underlined, because colour alone does not tell a link from its text. */
export function TextLink({ href, prefetch, children }: { href: string; prefetch?: false; children: ReactNode }) {
  return (
    <Link
      href={href}
      {...(prefetch === false && { prefetch })}
      className="rounded-sm font-medium text-accent underline decoration-accent/40 underline-offset-4 hover:decoration-accent"
    >
      {children}
    </Link>
  );
}
