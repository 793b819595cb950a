import { createRoot } from 'react-dom/client';
import type { ReactNode } from 'react';

type Props = {
  /** What the hook says. */
  words: string;
  onLook: () => void;
  onLeave: () => void;
};

/** What somebody would build on a hook for the session. */
export function Island({ words, onLook, onLeave }: Props) {
  return (
    <aside aria-label="Island">
      <output>{words}</output>
      <button type="button" onClick={onLook}>
        Look again
      </button>
      <button type="button" onClick={onLeave}>
        Leave
      </button>
    </aside>
  );
}

/** Sets it into the page that a test has opened. */
export function setIn(island: ReactNode): void {
  const place = document.createElement('div');
  document.body.append(place);
  createRoot(place).render(island);
}
