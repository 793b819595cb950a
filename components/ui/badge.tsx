import type { ReactNode } from 'react';

/** A word or two that marks what it stands beside. */
export function Badge({ children }: { children: ReactNode }) {
  return <span className="inline-block rounded-full bg-accent-soft px-3 py-0.5 text-sm font-medium">{children}</span>;
}
