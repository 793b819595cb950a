/** The mark: an arch with its portcullis raised. Decorative, because the product's name always stands beside it. */
export function GateMark({ className = 'size-7' }: { className?: string }) {
  return (
    <svg viewBox="0 0 32 32" className={className} fill="currentColor" aria-hidden="true" focusable="false">
      <path d="M2 30V16a14 14 0 0 1 28 0v14h-6V16a8 8 0 0 0-16 0v14z" />
      <path d="M11 8.5h2V19l-1 1.6-1-1.6zM15 7.5h2V22l-1 1.6-1-1.6zM19 8.5h2V19l-1 1.6-1-1.6z" />
    </svg>
  );
}
