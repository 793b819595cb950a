import type { ReactNode } from 'react';

const TONES = {
  plain: 'bg-accent-soft',
  success: 'bg-success-soft text-success',
  danger: 'bg-danger-soft text-danger',
  quiet: 'text-muted ring-1 ring-edge ring-inset',
} as const;

export type BadgeTone = keyof typeof TONES;

/** A word or two that marks what it stands beside; its words say what its tone does. */
export function Badge({ tone = 'plain', children }: { tone?: BadgeTone; children: ReactNode }) {
  return (
    <span
      className={`inline-block max-w-full rounded-full px-3 py-0.5 text-sm font-medium wrap-anywhere ${TONES[tone]}`}
    >
      {children}
    </span>
  );
}
