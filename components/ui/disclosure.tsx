import type { ReactNode } from 'react';
import { buttonClass } from './button-class';
import { LineIcon } from './line-icon';

type Props = {
  /** What there is to do, as a button would say it. */
  label: ReactNode;
  children: ReactNode;
};

/** A second step: what an act would mean, and its button, behind a first one. A `<details>`, so that it needs no JavaScript. */
export function Disclosure({ label, children }: Props) {
  return (
    <details className="group">
      <summary className={`${buttonClass('secondary')} list-none [&::-webkit-details-marker]:hidden`}>
        {label}
        <LineIcon className="size-4 transition-transform group-open:rotate-180">
          <path d="m6 9 6 6 6-6" />
        </LineIcon>
      </summary>
      <div className="mt-3 rounded-panel bg-panel px-5 py-5 shadow-panel ring-1 ring-line sm:px-6">{children}</div>
    </details>
  );
}
