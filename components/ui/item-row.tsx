import type { ReactNode } from 'react';
import { IconTile } from './icon-tile';

type Props = { iconPath: string; button: ReactNode; children: ReactNode };

/** A thing that can be acted on: its icon, what there is to say, and the button, under the words on a narrow screen. */
export function ItemRow({ iconPath, button, children }: Props) {
  return (
    <div className="flex flex-col items-start gap-4 px-5 py-5 sm:flex-row sm:items-center sm:px-6">
      <div className="flex max-w-full min-w-0 flex-1 gap-4">
        <IconTile path={iconPath} />
        <div className="min-w-0">{children}</div>
      </div>
      {button && <div className="max-sm:ps-15">{button}</div>}
    </div>
  );
}
