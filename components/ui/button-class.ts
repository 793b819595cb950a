const BASE =
  'inline-flex min-h-11 items-center justify-center gap-2 rounded-control px-5 py-2 text-center font-medium transition-colors';

const LOOKS = {
  primary: 'bg-accent text-on-accent hover:bg-accent-strong aria-disabled:bg-accent-strong',
  secondary:
    'border border-edge bg-panel text-ink hover:border-accent hover:text-accent aria-disabled:border-line aria-disabled:text-muted',
  danger: 'bg-danger text-panel hover:bg-danger/85',
} as const;

export type ButtonLook = keyof typeof LOOKS;

/** The look shared by everything that is pressed, be it a button or a link. Width is the caller's. */
export function buttonClass(look: ButtonLook): string {
  return `${BASE} ${LOOKS[look]}`;
}
