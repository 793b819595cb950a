import { useId, type ReactNode } from 'react';

type Props = { title: string; intro?: ReactNode; children: ReactNode };

/** One matter among others on a page, under a heading of its own. */
export function Card({ title, intro, children }: Props) {
  const id = useId();
  return (
    <section
      aria-labelledby={id}
      className="mt-8 rounded-panel bg-panel px-5 py-6 shadow-panel ring-1 ring-line first:mt-0 sm:px-6"
    >
      <h3 id={id} className="text-lg font-semibold tracking-tight">
        {title}
      </h3>
      {intro !== undefined && <p className="mt-1 max-w-prose text-muted">{intro}</p>}
      <div className="mt-5">{children}</div>
    </section>
  );
}
