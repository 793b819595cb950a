'use client';

import { useEffect, useRef, type ReactNode } from 'react';

type Props = {
  label: string;
  /** What was asked: an answer to something else takes the focus anew. */
  asked: string;
  children: ReactNode;
};

/** What a page answers to what was asked by its address: it has the focus, because it stands below the question. */
export function FocusedAnswer({ label, asked, children }: Props) {
  const element = useRef<HTMLElement>(null);
  useEffect(() => element.current?.focus(), [asked]);
  return (
    <section ref={element} tabIndex={-1} aria-label={label} className="scroll-mt-4 rounded-control">
      {children}
    </section>
  );
}
