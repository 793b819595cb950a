import Link from 'next/link';
import type { MouseEventHandler, ReactNode } from 'react';

type Props = {
  href: string;
  onClick?: MouseEventHandler<HTMLAnchorElement>;
  children: ReactNode;
};

/** A link within a sentence: underlined, because colour alone does not tell a link from its text. */
export function TextLink({ href, onClick, children }: Props) {
  return (
    <Link
      href={href}
      prefetch={false}
      {...(onClick && { onClick })}
      className="rounded-sm font-medium text-accent underline decoration-accent/40 underline-offset-4 hover:decoration-accent"
    >
      {children}
    </Link>
  );
}
