import type { ReactNode } from 'react';
import { LineIcon } from './line-icon';

const TONES = {
  danger: { box: 'border-danger/30 bg-danger-soft', icon: 'text-danger', path: 'M12 7.5v5.5m0 3.25v.01' },
  success: { box: 'border-success/30 bg-success-soft', icon: 'text-success', path: 'm8 12.25 2.75 2.75L16 9.5' },
  plain: { box: 'border-line bg-accent-soft', icon: 'text-accent', path: 'M12 11v5.5m0-8.75v.01' },
} as const;

export type NoticeTone = keyof typeof TONES;

/** A boxed message. Its tone is told by an icon as well as by colour; announcing it is the caller's matter. */
export function Notice({ tone, children }: { tone: NoticeTone; children: ReactNode }) {
  const { box, icon, path } = TONES[tone];
  return (
    <div className={`flex gap-3 rounded-control border p-3 text-sm ${box}`}>
      <LineIcon className={`size-5 shrink-0 ${icon}`}>
        <circle cx="12" cy="12" r="9.25" />
        <path d={path} />
      </LineIcon>
      <div className="min-w-0">{children}</div>
    </div>
  );
}
