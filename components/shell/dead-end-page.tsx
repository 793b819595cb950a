import type { ReactNode } from 'react';
import { GateScene } from '@/components/brand/gate-scene';
import { PageFrame } from './page-frame';

type Props = { title: string; children: ReactNode; actions: ReactNode };

/** A page that says why there is no way on here, and where there is one. */
export function DeadEndPage({ title, children, actions }: Props) {
  return (
    <PageFrame mainClass="grid place-items-center px-5 py-8">
      <div className="max-w-lg text-center">
        <GateScene gate="closed" className="mx-auto w-56 text-accent sm:w-72" />
        <h1 className="mt-8 text-3xl font-semibold tracking-tight">{title}</h1>
        <div className="mt-3 text-muted">{children}</div>
        <div className="mt-8 flex flex-wrap justify-center gap-3">{actions}</div>
      </div>
    </PageFrame>
  );
}
