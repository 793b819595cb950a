'use client';

import { useEffect, useRef, type ReactNode } from 'react';
import { Notice, type NoticeTone } from './notice';

/** What came of what was sent from another page: it has the focus, because what was pressed there is gone. */
export function FocusedNotice({ tone, children }: { tone: NoticeTone; children: ReactNode }) {
  const element = useRef<HTMLDivElement>(null);
  useEffect(() => element.current?.focus(), []);
  return (
    <div ref={element} tabIndex={-1} role="status" className="mb-5 rounded-control">
      <Notice tone={tone}>{children}</Notice>
    </div>
  );
}
