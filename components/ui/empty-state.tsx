import type { ReactNode } from 'react';

/** What stands in the place of a list that has nothing in it: why, and where to go from there. */
export function EmptyState({ children }: { children: ReactNode }) {
  return (
    <div className="rounded-panel bg-panel px-5 py-8 text-center text-muted shadow-panel ring-1 ring-line">
      {children}
    </div>
  );
}
