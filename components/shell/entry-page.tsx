import type { ReactNode } from 'react';
import { PageFrame } from './page-frame';

type Props = {
  title: string;
  intro?: ReactNode;
  /** The way out, under the panel: "New here? Create an account". */
  below?: ReactNode;
  header?: ReactNode;
  children: ReactNode;
};

/** A page with one thing to do at the gate: a panel that stands in an archway. */
export function EntryPage({ title, intro, below, header, children }: Props) {
  return (
    <PageFrame header={header} mainClass="px-4 pb-8 sm:px-8 sm:pt-4 sm:pb-16">
      <div className="relative isolate mx-auto max-w-112">
        <Archway />
        <div className="rounded-panel bg-panel px-5 py-7 shadow-panel ring-1 ring-line sm:px-9 sm:py-9">
          <h1 className="text-2xl font-semibold tracking-tight">{title}</h1>
          {intro && <div className="mt-2 text-muted">{intro}</div>}
          <div className="mt-6">{children}</div>
        </div>
        {below && <div className="mt-6 text-center text-muted">{below}</div>}
      </div>
    </PageFrame>
  );
}

function Archway() {
  return (
    <div aria-hidden="true" className="absolute inset-x-0 -top-14 -z-10 hidden h-[60rem] justify-center sm:flex">
      <div className="absolute h-full w-[46rem] rounded-t-full bg-linear-to-b from-accent/10 to-transparent to-60%" />
      <div className="absolute top-14 h-full w-[39rem] rounded-t-full bg-linear-to-b from-accent/10 to-transparent to-60%" />
    </div>
  );
}
