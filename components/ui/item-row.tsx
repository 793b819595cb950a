import type { ReactNode } from 'react';

type Props = { icon: ReactNode; button: ReactNode; children: ReactNode };

/** A thing that can be acted on: its icon, what there is to say, and the button, under the words on a narrow screen. */
export function ItemRow({ icon, button, children }: Props) {
  return (
    <div className="flex flex-col items-start gap-4 px-5 py-5 sm:flex-row sm:items-center sm:px-6">
      <div className="flex max-w-full min-w-0 flex-1 gap-4">
        <span className="grid size-11 shrink-0 place-items-center rounded-control bg-accent-soft text-accent">
          {icon}
        </span>
        <div className="min-w-0">{children}</div>
      </div>
      {button && <div className="max-sm:ps-15">{button}</div>}
    </div>
  );
}
